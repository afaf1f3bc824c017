package dev.parley.token;

import dev.parley.web.Problem;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request with a valid token through to a {@link Bearer} resource, whose {@link
 * SecurityContext} then has the {@link RoomToken} as its principal; answers 401 to others (RFC
 * 6750, section 3).
 */
@Bearer
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class BearerFilter implements ContainerRequestFilter {

  private static final String SCHEME = "bearer ";

  @Inject Tokens tokens;

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    Verification verification = tokens.verify(credentials(header));
    if (verification instanceof Verification.Accepted accepted) {
      boolean secure = request.getSecurityContext().isSecure();
      request.setSecurityContext(new RoomSecurity(accepted.token(), secure));
    } else if (verification instanceof Verification.Refused refused) {
      throw Problem.unauthorized(refused.reason().reason());
    }
  }

  private static @Nullable String credentials(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return null;
    }
    return header.substring(SCHEME.length()).strip();
  }

  private record RoomSecurity(RoomToken token, boolean isSecure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
      return token;
    }

    @Override
    public boolean isUserInRole(String role) {
      return token.getGroups().contains(role);
    }

    @Override
    public String getAuthenticationScheme() {
      return "Bearer";
    }
  }
}
