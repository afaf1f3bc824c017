package dev.parley.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.audit.AuditLog;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@code application/problem+json} (RFC 9457) of whatever a resource or the JAX-RS runtime
 * throws. A fault of ours is logged under an id, and the id alone goes to the client.
 *
 * <p>There is one for each type that a server brings a mapper of its own for, since that for the
 * nearest type is asked (Jakarta REST, section 4.4).
 */
public abstract class ProblemMapper<T extends Throwable> implements ExceptionMapper<T> {

  /** For those that others do not take. */
  @Provider
  @ApplicationScoped
  public static class OfThrowables extends ProblemMapper<Throwable> {}

  /** TomEE's own, which is for these too, would tell everyone the message of any fault. */
  @Provider
  @ApplicationScoped
  @Priority(Priorities.USER - 1)
  public static class OfRuntimeExceptions extends ProblemMapper<RuntimeException> {}

  /** CXF's own would answer without a body. */
  @Provider
  @ApplicationScoped
  public static class OfWebApplicationExceptions extends ProblemMapper<WebApplicationException> {}

  static final String MEDIA_TYPE = "application/problem+json";

  @Inject AuditLog audit;

  /** The members of RFC 9457, section 3.1. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Body(
      @JsonProperty("type") String type,
      @JsonProperty("title") String title,
      @JsonProperty("status") int status,
      @JsonProperty("detail") String detail,
      @JsonProperty("instance") @Nullable String instance)
      implements JsonBody {}

  @Override
  public Response toResponse(T thrown) {
    return answer(thrown);
  }

  private Response answer(Throwable thrown) {
    if (thrown instanceof CompletionException later && later.getCause() != null) {
      return answer(later.getCause());
    }
    if (thrown instanceof Problem problem) {
      return of(problem);
    }
    if (thrown instanceof WebApplicationException e && e.getResponse().getStatus() < 500) {
      return of(e.getResponse());
    }
    String id = audit.error("rest", thrown);
    return response(
        500,
        new Body(
            "about:blank",
            "Internal server error",
            500,
            "Something went wrong on our side. Please try again; the administrator finds it under "
                + id
                + ".",
            "urn:parley:error:" + id));
  }

  private static Response of(Problem problem) {
    ResponseBuilder response =
        Response.fromResponse(
            response(
                problem.status(),
                new Body(
                    "about:blank", problem.title(), problem.status(), problem.detail(), null)));
    if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"parley\"");
    }
    Long retryAfter = problem.retryAfterSeconds();
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return response.build();
  }

  /** What the runtime itself refuses: no such path, method or media type. */
  private static Response of(Response refusal) {
    StatusType status = refusal.getStatusInfo();
    ResponseBuilder response =
        Response.fromResponse(
            response(
                status.getStatusCode(),
                new Body(
                    "about:blank",
                    status.getReasonPhrase(),
                    status.getStatusCode(),
                    "This address does not answer such a request; see the documentation.",
                    null)));
    String allow = refusal.getHeaderString(HttpHeaders.ALLOW);
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    return response.build();
  }

  private static Response response(int status, Body body) {
    return Response.status(status)
        .type(MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
