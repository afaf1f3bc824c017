package dev.parley.room;

import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Member;
import dev.parley.protocol.ServerEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket in a room; a member with two tabs takes part twice. Equal to itself alone. */
public final class Participant {

  /**
   * Where a client that was here before wants to go on.
   *
   * @param after the {@code seq} of the last message that it has
   * @param epoch of the log that it knows
   */
  public record Resume(long after, String epoch) {}

  /**
   * Who comes, and how.
   *
   * @param resume null to start afresh
   * @param terms what the welcome tells
   */
  public record Arrival(
      Member member, Dialect dialect, @Nullable Resume resume, ServerEvent.Terms terms) {}

  private final Arrival arrival;
  private final Outbox outbox;
  private final Consumer<CloseCode> hangUp;

  /** Not null while it catches up with the room; guarded by the room's turn. */
  private @Nullable Replay replay;

  /**
   * @param hangUp ends the socket, without waiting for that
   */
  public Participant(Arrival arrival, Outbox outbox, Consumer<CloseCode> hangUp) {
    this.arrival = arrival;
    this.outbox = outbox;
    this.hangUp = hangUp;
  }

  Arrival arrival() {
    return arrival;
  }

  public Member member() {
    return arrival.member();
  }

  Dialect dialect() {
    return arrival.dialect();
  }

  Outbox outbox() {
    return outbox;
  }

  void hangUp(CloseCode why) {
    hangUp.accept(why);
  }

  @Nullable Replay replay() {
    return replay;
  }

  void replay(@Nullable Replay next) {
    replay = next;
  }
}
