package dev.parley.bench.driver;

import dev.parley.bench.driver.Protocol.Position;
import dev.parley.it.Rest.Ticket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room, with one connection after the other. What was posted and has not come back is
 * posted again on the next one, where the protocol tells who posts that it has arrived.
 */
final class Member implements Line.Listener {

  /** Who is told of what arrives, and whether that was for the first time. */
  interface Arrivals {
    boolean arrive(Member receiver, int sender, long sequence, long nanos);
  }

  private final int number;
  private final Room room;
  private final Ticket ticket;
  private final Protocol protocol;
  private final Arrivals arrivals;
  private final Queue<Long> unacknowledged = new ArrayDeque<>();
  private @Nullable Line line;
  private @Nullable Position joinedAt;
  private long received;
  private long posted;
  private long acknowledged;
  private long postedAgain;

  Member(int number, Room room, Ticket ticket, Protocol protocol, Arrivals arrivals) {
    this.number = number;
    this.room = room;
    this.ticket = ticket;
    this.protocol = protocol;
    this.arrivals = arrivals;
  }

  int number() {
    return number;
  }

  Room room() {
    return room;
  }

  Ticket ticket() {
    return ticket;
  }

  void connect(Line next) {
    line = next;
  }

  void cut() throws IOException {
    if (line != null) {
      line.cut();
      line = null;
    }
  }

  boolean isOpen() {
    return line != null && line.isOpen();
  }

  /** Null before the first connection, and where there is no such thing. */
  @Nullable Position position() {
    return joinedAt == null ? null : new Position(joinedAt.epoch(), joinedAt.sequence() + received);
  }

  @Override
  public void opened(@Nullable Position position) throws IOException {
    if (joinedAt == null) {
      joinedAt = position;
    }
    postedAgain = posted;
    long sequence = acknowledged;
    for (long intended : unacknowledged) {
      sequence++;
      send(sequence, intended);
    }
  }

  /** Posts a text, or keeps it until there is a connection. */
  void post(long intended) throws IOException {
    posted++;
    if (protocol.echoes()) {
      unacknowledged.add(intended);
    }
    send(posted, intended);
  }

  private void send(long sequence, long intended) throws IOException {
    if (line != null && line.isOpen()) {
      line.post(number, sequence, intended);
    }
  }

  @Override
  public void found(int sender, long sequence, long nanos) {
    if (arrivals.arrive(this, sender, sequence, nanos)) {
      received++;
    }
    if (sender == number) {
      while (acknowledged < sequence && !unacknowledged.isEmpty()) {
        acknowledged++;
        unacknowledged.remove();
      }
    }
  }

  /** Whether to get this once more is the member's own doing, who has posted it again. */
  boolean hasPostedAgain(int sender, long sequence) {
    return sender == number && sequence <= postedAgain;
  }
}
