package dev.parley.bench.driver;

import dev.parley.it.Rest.Ticket;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.HdrHistogram.Histogram;

/**
 * All members of some rooms, driven by the thread that calls: nothing happens but within {@link
 * #turn} and what calls it, and there pings are answered, too.
 */
public final class Crowd implements Closeable {

  private static final int BUFFER_BYTES = 262_144;
  private static final int OPENING_AT_ONCE = 128;
  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int SIGNIFICANT_DIGITS = 3;

  /** How many of the texts were delivered in which way, since the crowd was opened. */
  record Count(long outstanding, long delivered, long doubled, long reordered) {}

  private final URI base;
  private final Protocol protocol;
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final FrameWriter writer = new FrameWriter();
  private final List<Room> rooms = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final Queue<Member> waiting = new ArrayDeque<>();
  private final List<Member> opening = new ArrayList<>();
  private final Ledger ledger;
  private long now;
  private long doubled;

  /**
   * A crowd that is not connected yet.
   *
   * @param tickets of each room, all equally many
   * @param senders how many of each room's members post
   */
  public Crowd(URI base, Protocol protocol, List<List<Ticket>> tickets, int senders)
      throws IOException {
    this.base = base;
    this.protocol = protocol;
    Histogram latencies = histogram();
    for (List<Ticket> each : tickets) {
      Room room = new Room(senders, each.size() - (protocol.echoes() ? 0 : 1), latencies);
      rooms.add(room);
      for (Ticket ticket : each) {
        Member member = new Member(members.size(), room, ticket, protocol, this::arrive);
        room.add(member);
        members.add(member);
      }
    }
    this.ledger = new Ledger(members.size(), senders);
  }

  static Histogram histogram() {
    return new Histogram(SIGNIFICANT_DIGITS);
  }

  /** Opens all connections; fails if that is not done in time. */
  public void open(Duration patience) throws IOException {
    waiting.addAll(members);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!areAllOpen()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(waiting.size() + opening.size() + " not open after " + patience);
      }
      turn(LONGEST_WAIT.toNanos());
    }
  }

  boolean areAllOpen() {
    return waiting.isEmpty() && opening.isEmpty();
  }

  /** Listens for so long. */
  public void listen(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    long rest = time.toNanos();
    while (rest > 0) {
      turn(rest);
      rest = end - System.nanoTime();
    }
  }

  /** Cuts all connections of some rooms, and begins to open them again. */
  void interrupt(List<Room> some) throws IOException {
    for (Room room : some) {
      for (Member member : room.members()) {
        member.cut();
        waiting.add(member);
      }
    }
  }

  List<Room> rooms() {
    return rooms;
  }

  Count count() {
    long outstanding = rooms.stream().mapToLong(Room::outstanding).sum();
    return new Count(outstanding, ledger.arrived(), doubled, ledger.reordered());
  }

  /** Does what can be done now, or waits until something can be, but not much longer than that. */
  void turn(long nanos) throws IOException {
    connect();
    long millis = Math.min(nanos, LONGEST_WAIT.toNanos()) / NANOS_PER_MILLI;
    if (millis > 0) {
      selector.select(millis);
    } else {
      selector.selectNow();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      now = System.nanoTime();
      if (key.isValid()) {
        ((Line) key.attachment()).proceed(buffer);
      }
    }
    selector.selectedKeys().clear();
    opening.removeIf(Member::isOpen);
  }

  private void connect() throws IOException {
    while (opening.size() < OPENING_AT_ONCE && !waiting.isEmpty()) {
      Member member = waiting.remove();
      member.connect(
          new Line(selector, base, protocol, member.ticket(), member.position(), writer, member));
      opening.add(member);
    }
  }

  private boolean arrive(Member receiver, int sender, long sequence, long nanos) {
    Room room = receiver.room();
    if (ledger.arrive(receiver.number(), room.slot(sender), sequence)) {
      room.deliver(Math.max(0, now - nanos));
      return true;
    }
    if (!receiver.hasPostedAgain(sender, sequence)) {
      doubled++;
    }
    return false;
  }

  /** Cuts all connections, which leaves none behind to time out. */
  @Override
  public void close() throws IOException {
    for (Member member : members) {
      member.cut();
    }
    selector.close();
  }
}
