package dev.parley.room;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.protocol.Timestamps;
import dev.parley.token.Bearer;
import dev.parley.token.RoomToken;
import dev.parley.web.Addresses;
import dev.parley.web.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rooms over REST: created, joined, described; and members removed. */
@RequestScoped
@Path("/rooms")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RoomResource {

  @Inject Admission admission;

  /** Who wants to come. */
  public record Newcomer(@JsonProperty("name") @Nullable String name) implements JsonBody {}

  /** What a member needs to speak. */
  public record Ticket(
      @JsonProperty("token") String token,
      @JsonProperty("room_id") String roomId,
      @JsonProperty("client_id") String clientId,
      @JsonProperty("expires_at") String expiresAt)
      implements JsonBody {

    static Ticket of(Admission.Admitted admitted) {
      return new Ticket(
          admitted.token().token(),
          admitted.roomId(),
          admitted.clientId(),
          Timestamps.format(admitted.token().expiresAt()));
    }

    /** Without the token itself, which must not reach a log. */
    @Override
    public String toString() {
      return "Ticket[" + clientId + " in " + roomId + "]";
    }
  }

  /** A room and who is in it now. */
  public record Description(
      @JsonProperty("room_id") String roomId,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("head") long head,
      @JsonProperty("epoch") String epoch,
      @JsonProperty("members") List<Present> members)
      implements JsonBody {

    static Description of(Room.Description room) {
      return new Description(
          room.roomId(),
          Timestamps.format(room.createdAt()),
          room.head(),
          room.epoch(),
          room.members().stream().map(m -> new Present(m.clientId(), m.name())).toList());
    }
  }

  /** A member who is connected. */
  public record Present(
      @JsonProperty("client_id") String clientId, @JsonProperty("name") String name) {}

  @POST
  public CompletionStage<Response> create(
      @Nullable Newcomer newcomer, @Context HttpServletRequest request) {
    URI rooms = Addresses.ofApi(request, "rooms/");
    return admission
        .create(name(newcomer), request)
        .thenApply(admitted -> created(admitted, rooms.resolve(admitted.roomId())));
  }

  @POST
  @Path("/{room_id}/members")
  public CompletionStage<Response> join(
      @PathParam("room_id") String roomId,
      @Nullable Newcomer newcomer,
      @Context HttpServletRequest request) {
    URI rooms = Addresses.ofApi(request, "rooms/");
    return admission
        .join(roomId, name(newcomer), request)
        .thenApply(
            admitted ->
                created(
                    admitted,
                    rooms.resolve(admitted.roomId() + "/members/" + admitted.clientId())));
  }

  @GET
  @Path("/{room_id}")
  @Bearer
  public CompletionStage<Description> describe(
      @PathParam("room_id") String roomId, @Context SecurityContext security) {
    return admission
        .room((RoomToken) security.getUserPrincipal(), roomId)
        .thenApply(room -> Description.of(room.describe()));
  }

  /** Who is removed is hung up on, and their token opens this room no more. */
  @DELETE
  @Path("/{room_id}/members/{client_id}")
  @Bearer
  public CompletionStage<Response> remove(
      @PathParam("room_id") String roomId,
      @PathParam("client_id") String clientId,
      @Context SecurityContext security) {
    return admission
        .remove((RoomToken) security.getUserPrincipal(), roomId, clientId)
        .thenApply(removed -> Response.noContent().build());
  }

  /** Some servers call a resource without a body that it needs. */
  private static @Nullable String name(@Nullable Newcomer newcomer) {
    return newcomer == null ? null : newcomer.name();
  }

  private static Response created(Admission.Admitted admitted, URI location) {
    return Response.created(location).entity(Ticket.of(admitted)).build();
  }
}
