package dev.parley.room;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.token.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Rooms without a server: limits, clocks and sockets in the test's hands. */
final class Rooms {

  static final Member ANN = new Member("c-ann", "Ann");
  static final Member BOB = new Member("c-bob", "Bob");
  static final Member EVE = new Member("c-eve", "Eve");

  final MutableClock clock = new MutableClock("2026-11-22T12:00:00.123456789Z");
  final AtomicLong nanoTime = new AtomicLong();

  private int members;
  private int sockets;
  private int messageChars = 4000;
  private int postRate;
  private int postBurst = 1;
  private Duration emptyRoomTtl = Duration.ofHours(24);
  private Executor delivery = Runnable::run;

  Rooms members(int most) {
    members = most;
    return this;
  }

  Rooms sockets(int most) {
    sockets = most;
    return this;
  }

  Rooms messageChars(int most) {
    messageChars = most;
    return this;
  }

  Rooms posts(int perSecond, int burst) {
    postRate = perSecond;
    postBurst = burst;
    return this;
  }

  Rooms emptyRoomTtl(Duration ttl) {
    emptyRoomTtl = ttl;
    return this;
  }

  Rooms delivery(Executor executor) {
    delivery = executor;
    return this;
  }

  RoomManager manager() {
    return manager(clock);
  }

  RoomManager manager(Clock time) {
    return new RoomManager(
        new RoomManager.Context(
            new RoomManager.Limits(members, sockets, messageChars, emptyRoomTtl),
            new RateLimit(postRate, postBurst, nanoTime::get),
            delivery,
            time,
            new AuditLog()));
  }

  /** A socket whose peer reads at once. */
  static Socket socket(Member member) {
    return socket(member, Runnable::run);
  }

  static Socket socket(Member member, Executor executor) {
    List<String> received = new CopyOnWriteArrayList<>();
    Outbox outbox =
        new Outbox(
            new Outbox.Limits(0, Duration.ZERO),
            (text, done) -> {
              received.add(text);
              done.accept(null);
            },
            failure -> {},
            executor,
            System::nanoTime);
    return new Socket(new Participant(member, outbox), received);
  }

  /**
   * One socket of somebody.
   *
   * @param received the frames, in their order
   */
  record Socket(Participant participant, List<String> received) {

    Socket in(Room room) {
      if (room.join(participant) != Room.Entry.JOINED) {
        throw new AssertionError("not joined");
      }
      return this;
    }
  }

  static Message accepted(Posted posted) {
    return ((Posted.Accepted) posted).message();
  }
}
