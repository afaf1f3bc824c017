package dev.parley.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.web.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The two calls of the first chat that Parley grew from; its clients still work. */
@RequestScoped
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class SeedResource {

  @Inject Admission admission;

  /** What the first clients read. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Success(
      @JsonProperty("status") String status,
      @JsonProperty("token") String token,
      @JsonProperty("room_id") @Nullable String roomId)
      implements JsonBody {

    /** Without the token itself, which must not reach a log. */
    @Override
    public String toString() {
      return "Success[" + roomId + "]";
    }
  }

  @GET
  @Path("/create-room")
  public CompletionStage<Success> create(
      @QueryParam("name") @Nullable String name, @Context HttpServletRequest request) {
    return admission
        .create(name, request)
        .thenApply(admitted -> new Success("success", admitted.token().token(), admitted.roomId()));
  }

  @GET
  @Path("/join-room")
  public CompletionStage<Success> join(
      @QueryParam("name") @Nullable String name,
      @QueryParam("room_id") @Nullable String roomId,
      @Context HttpServletRequest request) {
    return admission
        .join(roomId, name, request)
        .thenApply(admitted -> new Success("success", admitted.token().token(), null));
  }
}
