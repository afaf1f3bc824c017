package dev.parley.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Member;
import dev.parley.room.Participant.Resume;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket and both its ends: the server's, which behaves as {@code Connection} does; and the
 * peer's, which reads a frame when the test says so. For one thread.
 */
final class Wire {

  private record Sent(String text, Consumer<@Nullable Throwable> done) {}

  private final Steps steps;
  private final Outbox outbox;
  private final Participant participant;

  /** Sent, and not read yet: the next send waits until the peer has read it. */
  private final Queue<Sent> inFlight = new ArrayDeque<>();

  private final List<JsonNode> heard = new ArrayList<>();
  private boolean cut;
  private boolean ended;
  private @Nullable Room room;
  private @Nullable CloseCode why;
  private long mostQueued;

  Wire(Member member, @Nullable Resume resume, Outbox.Limits limits, Steps steps) {
    this.steps = steps;
    this.outbox =
        new Outbox(limits, Dialect.PARLEY_V1, this::write, this::giveUp, steps, System::nanoTime);
    this.participant =
        new Participant(
            new Participant.Arrival(member, Dialect.PARLEY_V1, resume, Rooms.TERMS),
            outbox,
            this::end);
  }

  // The server's end

  Wire join(RoomManager manager, String roomId) {
    return join(manager.join(roomId, participant));
  }

  Wire join(CompletionStage<Room.Entry> entering) {
    var unused =
        entering.whenComplete(
            (entry, fault) -> {
              if (entry instanceof Room.Entry.Joined joined) {
                joined(joined.room());
              } else if (entry instanceof Room.Entry.Refused refused) {
                end(refused.why());
              } else {
                throw new AssertionError("neither joined nor refused", fault);
              }
            });
    return this;
  }

  Participant participant() {
    return participant;
  }

  private void joined(Room joined) {
    if (ended) {
      joined.leave(participant);
    } else {
      room = joined;
    }
  }

  private void write(Frame frame, Consumer<@Nullable Throwable> done) {
    String text = frame.text();
    if (inFlight.size() > 0 && !cut) {
      throw new AssertionError("two sends in flight");
    }
    mostQueued = Math.max(mostQueued, outbox.queuedBytes());
    inFlight.add(new Sent(text, done));
  }

  private void giveUp(Outbox.Failure failure) {
    end(failure == Outbox.Failure.TOO_SLOW ? CloseCode.TOO_SLOW : CloseCode.INTERNAL_ERROR);
  }

  private void end(CloseCode code) {
    if (!ended) {
      ended = true;
      why = code;
      outbox.close();
      if (room != null) {
        room.leave(participant);
      }
    }
  }

  /** The peer goes, and says so. */
  void close() {
    end(CloseCode.GOING_AWAY);
  }

  long queuedBytes() {
    return outbox.queuedBytes();
  }

  /** Null before the peer is in the room, and after. */
  @Nullable Room room() {
    return ended ? null : room;
  }

  boolean isEnded() {
    return ended;
  }

  /** Why the server has ended it, if it has. */
  @Nullable CloseCode why() {
    return why;
  }

  /** The most that has waited or was in flight when something was written. */
  long mostQueued() {
    return mostQueued;
  }

  // The peer's end

  /** Reads the next frame, if there is one. */
  boolean read() {
    Sent next = cut ? null : inFlight.poll();
    if (next == null) {
      return false;
    }
    Rooms.events(next.text()).forEach(heard::add);
    next.done().accept(null);
    return true;
  }

  /** What the peer has read since it was asked last. */
  List<JsonNode> news() {
    List<JsonNode> news = List.copyOf(heard);
    heard.clear();
    return news;
  }

  /** All that the peer has read. */
  List<JsonNode> heard() {
    return List.copyOf(heard);
  }

  List<String> types() {
    return heard.stream().map(event -> event.get("type").textValue()).toList();
  }

  /** The numbers of the messages that the peer has read. */
  List<Long> seqs() {
    return heard.stream()
        .filter(event -> event.get("type").textValue().equals("message"))
        .map(event -> event.get("seq").longValue())
        .toList();
  }

  boolean isResumed() {
    return heard.get(0).get("resumed").booleanValue();
  }

  /** The connection dies without a word, and what is on its way with it; the server will notice. */
  void cut() {
    cut = true;
    steps.execute(() -> end(CloseCode.NO_PONG));
  }
}
