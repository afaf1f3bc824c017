package dev.parley.room;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.protocol.Timestamps;
import dev.parley.token.Bearer;
import dev.parley.token.RoomToken;
import dev.parley.web.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;

/** Renewal: a member who is still in time, and in the room, gets another token. */
@RequestScoped
@Path("/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

  @Inject Admission admission;

  /** A token and when it runs out. */
  public record Renewed(
      @JsonProperty("token") String token, @JsonProperty("expires_at") String expiresAt)
      implements JsonBody {

    /** Without the token itself, which must not reach a log. */
    @Override
    public String toString() {
      return "Renewed[expiresAt=" + expiresAt + "]";
    }
  }

  @POST
  @Path("/renew")
  @Bearer
  public CompletionStage<Renewed> renew(@Context SecurityContext security) {
    return admission
        .renew((RoomToken) security.getUserPrincipal())
        .thenApply(issued -> new Renewed(issued.token(), Timestamps.format(issued.expiresAt())));
  }
}
