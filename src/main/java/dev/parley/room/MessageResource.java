package dev.parley.room;

import static dev.parley.room.LogProblems.answered;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.history.MessageLog;
import dev.parley.protocol.Message;
import dev.parley.protocol.Text;
import dev.parley.protocol.Timestamps;
import dev.parley.token.Bearer;
import dev.parley.token.RoomToken;
import dev.parley.web.JsonBody;
import dev.parley.web.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was said in a room over REST: read page by page, and added to. */
@RequestScoped
@Path("/rooms/{room_id}/messages")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  @Inject Admission admission;
  @Inject MessageLog log;

  /** Something to say. */
  public record Draft(
      @JsonProperty("ref") @Nullable String ref, @JsonProperty("message") @Nullable String message)
      implements JsonBody {

    /** Without the text, which must not reach a log file. */
    @Override
    public String toString() {
      return "Draft[" + ref + "]";
    }
  }

  /** Something said. */
  public record Saying(
      @JsonProperty("seq") long seq,
      @JsonProperty("ref") String ref,
      @JsonProperty("client_id") String clientId,
      @JsonProperty("name") String name,
      @JsonProperty("message") String message,
      @JsonProperty("timestamp") String timestamp)
      implements JsonBody {

    static Saying of(Message message) {
      return new Saying(
          message.seq(),
          message.ref(),
          message.author().clientId(),
          message.author().name(),
          message.text(),
          Timestamps.format(message.timestamp()));
    }

    /** Without the text, which must not reach a log file. */
    @Override
    public String toString() {
      return "Saying[" + seq + "]";
    }
  }

  /**
   * Messages in {@code seq} order.
   *
   * @param hasMore whether there are more in the direction that was asked for
   */
  public record Page(
      @JsonProperty("messages") List<Saying> messages,
      @JsonProperty("epoch") String epoch,
      @JsonProperty("has_more") boolean hasMore)
      implements JsonBody {}

  /**
   * The first messages after {@code after}, if that is given, else the last ones before {@code
   * before}, else the last ones.
   */
  @GET
  @Bearer
  public CompletionStage<Page> read(
      @PathParam("room_id") String roomId,
      @QueryParam("before") @Nullable String before,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Context SecurityContext security) {
    long to = number("before", before, Long.MAX_VALUE, Long.MAX_VALUE);
    long from = number("after", after, -1, Long.MAX_VALUE);
    int most = (int) number("limit", limit, DEFAULT_LIMIT, MAX_LIMIT);
    if (most == 0) {
      throw Problem.badRequest("limit must be a whole number from 1 to " + MAX_LIMIT + ".");
    }
    MessageLog messages = log;
    return admission
        .room((RoomToken) security.getUserPrincipal(), roomId)
        .thenCompose(
            room -> {
              CompletionStage<Page> page =
                  from >= 0
                      ? messages
                          .after(room.id(), from, most + 1)
                          .thenApply(found -> forward(room, found, to, most))
                      : messages
                          .before(room.id(), to, most + 1)
                          .thenApply(found -> backward(room, found, most));
              return answered(page);
            });
  }

  @POST
  @Bearer
  public CompletionStage<Response> post(
      @PathParam("room_id") String roomId,
      @Nullable Draft draft,
      @Context SecurityContext security) {
    RoomToken token = (RoomToken) security.getUserPrincipal();
    if (draft == null || draft.message() == null) {
      throw Problem.badRequest("A message is needed.");
    }
    String text = draft.message();
    String ref = draft.ref() == null ? Text.randomRef() : draft.ref();
    if (!Text.isRef(ref)) {
      throw Problem.badRequest("A ref has 1 to 64 characters.");
    }
    return admission
        .room(token, roomId)
        .thenCompose(room -> room.post(token.member(), ref, text))
        .thenApply(MessageResource::answer);
  }

  private static Response answer(Posted posted) {
    if (posted instanceof Posted.Accepted accepted) {
      return Response.status(Response.Status.CREATED).entity(Saying.of(accepted.message())).build();
    }
    if (posted instanceof Posted.TooLong tooLong) {
      throw Problem.badRequest("A message has at most " + tooLong.most() + " characters.");
    }
    if (posted instanceof Posted.Limited limited) {
      throw Problem.tooManyRequests("Too many messages. Wait a little.", limited.retryAfter());
    }
    if (posted instanceof Posted.Blank) {
      throw Problem.badRequest("A message is needed that is not blank.");
    }
    if (posted instanceof Posted.Removed) {
      throw Problem.forbidden("A host has removed you from this room.");
    }
    throw posted instanceof Posted.Closed ? LogProblems.roomNotFound() : LogProblems.unavailable();
  }

  private static Page forward(Room room, List<Message> found, long to, int most) {
    List<Message> inside = found.stream().filter(message -> message.seq() < to).toList();
    return page(room, inside.subList(0, Math.min(most, inside.size())), inside.size() > most);
  }

  private static Page backward(Room room, List<Message> found, int most) {
    boolean more = found.size() > most;
    return page(room, found.subList(more ? 1 : 0, found.size()), more);
  }

  private static Page page(Room room, List<Message> messages, boolean hasMore) {
    return new Page(messages.stream().map(Saying::of).toList(), room.epoch(), hasMore);
  }

  private static long number(String name, @Nullable String value, long absent, long max) {
    if (value == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw Problem.badRequest(
        name
            + " must be a whole number"
            + (max <= MAX_LIMIT ? " from 1 to " + max + "." : ", 0 or more."));
  }
}
