package dev.parley.it.neighbour;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What members of a room may ask, and what only hosts may. */
@Path("/")
@RequestScoped
@Produces(MediaType.TEXT_PLAIN)
public class WhoAmI {

  @Inject JsonWebToken token;

  @GET
  @Path("/who-am-i")
  @RolesAllowed("member")
  public String whoAmI() {
    return token.getName() + " in " + token.getClaim("room_id");
  }

  @GET
  @Path("/hosts-only")
  @RolesAllowed("host")
  public String hostsOnly() {
    return "welcome";
  }
}
