package dev.parley.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.audit.AuditLog;
import dev.parley.history.MemoryMessageLog;
import dev.parley.history.MessageLog;
import dev.parley.history.MessageLog.Retention;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.ServerEvent;
import dev.parley.protocol.Text;
import dev.parley.room.Participant.Resume;
import dev.parley.token.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Rooms without a server: limits, clocks and sockets in the test's hands, and behind them a real
 * log in memory. Unless the test says otherwise, all that follows from a post, a join or a removal
 * has happened when its future completes.
 */
final class Rooms {

  static final Member ANN = new Member("c-ann", "Ann");
  static final Member BOB = new Member("c-bob", "Bob");
  static final Member EVE = new Member("c-eve", "Eve");

  static final ServerEvent.Terms TERMS =
      new ServerEvent.Terms(Instant.parse("2026-11-22T13:00:00Z"), Duration.ofSeconds(25), 4000);

  private static final long LOG_CHARS = 50_000_000;

  final MutableClock clock = new MutableClock("2026-11-22T12:00:00.123456789Z");
  final AtomicLong nanoTime = new AtomicLong();

  private int members;
  private int sockets;
  private int messageChars = 4000;
  private int postRate;
  private int postBurst = 1;
  private int typingRate;
  private int typingBurst = 1;
  private Duration emptyRoomTtl = Duration.ofHours(24);
  private Retention retention = new Retention(Duration.ZERO, 0);
  private Executor delivery = Runnable::run;
  private @Nullable MessageLog log;

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

  Rooms typing(int perSecond, int burst) {
    typingRate = perSecond;
    typingBurst = burst;
    return this;
  }

  Rooms emptyRoomTtl(Duration ttl) {
    emptyRoomTtl = ttl;
    return this;
  }

  Rooms retention(Duration age, long count) {
    retention = new Retention(age, count);
    return this;
  }

  Rooms delivery(Executor executor) {
    delivery = executor;
    return this;
  }

  /** Behind all managers from now on; otherwise each has a log of its own, as after a restart. */
  Rooms log(MessageLog shared) {
    log = shared;
    return this;
  }

  /** A log in memory, with this house's clock. */
  MessageLog memory() {
    return new MemoryMessageLog(LOG_CHARS, clock, daemons());
  }

  RoomManager manager() {
    return manager(clock);
  }

  RoomManager manager(Clock time) {
    return manager(time, log == null ? new MemoryMessageLog(LOG_CHARS, time, daemons()) : log);
  }

  private RoomManager manager(Clock time, MessageLog behind) {
    return new RoomManager(
        new RoomManager.Context(
            new RoomManager.Limits(members, sockets, messageChars, emptyRoomTtl, retention),
            new RateLimit(postRate, postBurst, nanoTime::get),
            new RateLimit(typingRate, typingBurst, nanoTime::get),
            behind,
            delivery,
            time,
            nanoTime::get,
            new AuditLog()));
  }

  /** A new room of a manager of its own. */
  Room room() {
    return room(manager());
  }

  static Room room(RoomManager manager) {
    return found(manager, await(manager.create(ANN)));
  }

  static Room found(RoomManager manager, String roomId) {
    return await(manager.find(roomId)).orElseThrow();
  }

  void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "log of a test");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The outcome, which is at most a few seconds away. */
  static <T> T await(CompletionStage<T> future) {
    try {
      return future.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static Posted post(Room room, Member author, String text) {
    return post(room, author, Text.randomRef(), text);
  }

  static Posted post(Room room, Member author, String ref, String text) {
    return await(room.post(author, ref, text));
  }

  static Message accepted(Posted posted) {
    return ((Posted.Accepted) posted).message();
  }

  static Message say(Room room, Member author, String text) {
    return accepted(post(room, author, text));
  }

  /** A plain socket whose peer reads at once. */
  static Socket socket(Member member) {
    return socket(member, Dialect.PLAIN, null);
  }

  /** A socket that speaks parley.v1, and whose peer reads at once. */
  static Socket v1(Member member) {
    return socket(member, Dialect.PARLEY_V1, null);
  }

  /** The same, of somebody who was here before. */
  static Socket v1(Member member, long after, String epoch) {
    return socket(member, Dialect.PARLEY_V1, new Resume(after, epoch));
  }

  static Socket socket(Member member, Dialect dialect, @Nullable Resume resume) {
    List<String> received = new CopyOnWriteArrayList<>();
    Outbox outbox =
        new Outbox(
            new Outbox.Limits(0, Duration.ZERO),
            dialect,
            (frame, done) -> {
              received.add(frame.text());
              done.accept(null);
            },
            failure -> {},
            Runnable::run,
            System::nanoTime);
    return socket(new Participant.Arrival(member, dialect, resume, TERMS), outbox, received);
  }

  /** A plain socket that writes in a way of its own. */
  static Socket socket(Member member, Outbox outbox) {
    return socket(
        new Participant.Arrival(member, Dialect.PLAIN, null, TERMS), outbox, new ArrayList<>());
  }

  static Socket socket(Participant.Arrival arrival, Outbox outbox, List<String> received) {
    List<CloseCode> hangUps = new CopyOnWriteArrayList<>();
    return new Socket(new Participant(arrival, outbox, hangUps::add), received, hangUps);
  }

  /**
   * One socket of somebody.
   *
   * @param received the frames, in their order
   * @param hangUps why the room has ended it
   */
  record Socket(Participant participant, List<String> received, List<CloseCode> hangUps) {

    Socket in(Room room) {
      if (!(await(room.join(participant)) instanceof Room.Entry.Joined)) {
        throw new AssertionError("not joined");
      }
      return this;
    }

    /** All events, out of the arrays of parley.v1. */
    List<JsonNode> events() {
      List<JsonNode> events = new ArrayList<>();
      received.forEach(frame -> Rooms.events(frame).forEach(events::add));
      return events;
    }

    /** The types of all events. */
    List<String> types() {
      return events().stream().map(event -> event.get("type").textValue()).toList();
    }

    /** The events of one type. */
    List<JsonNode> events(String type) {
      return events().stream().filter(it -> it.get("type").textValue().equals(type)).toList();
    }

    /** The numbers of the messages that came. */
    List<Long> seqs() {
      return events("message").stream().map(message -> message.get("seq").longValue()).toList();
    }

    JsonNode welcome() {
      return events("welcome").get(0);
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  static JsonNode events(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + frame, e);
    }
  }
}
