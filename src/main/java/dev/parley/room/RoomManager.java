package dev.parley.room;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.audit.AuditLog;
import dev.parley.history.MessageLog;
import dev.parley.history.MessageLog.Retention;
import dev.parley.history.MessageLog.StoredRoom;
import dev.parley.history.UnavailableException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All rooms of this installation. The log knows which there are; here are those that somebody needs
 * now. For any thread.
 */
@ApplicationScoped
public class RoomManager implements MessageLog.Subscriber {

  /** How long a member may be without a socket before the others are told. */
  private static final Duration ABSENCE = Duration.ofSeconds(2);

  private static final Duration PUT_AWAY_AFTER = Duration.ofMinutes(1);
  private static final int FORGOTTEN_AT_A_TIME = 100;
  private static final int TOUCHES_A_TTL = 8;

  /**
   * What a room allows; 0 means no limit.
   *
   * @param members at the same time
   * @param sockets of one member at the same time
   * @param messageChars Unicode code points a message
   * @param emptyRoomTtl after which an empty room is forgotten, if no retention is set
   */
  public record Limits(
      int members, int sockets, int messageChars, Duration emptyRoomTtl, Retention retention) {}

  /**
   * What all rooms share.
   *
   * @param posts how often a member may post, by client id
   * @param typing how often the others are told that a member is writing, by client id
   * @param delivery where outboxes are drained; its threads may send
   */
  public record Context(
      Limits limits,
      RateLimit posts,
      RateLimit typing,
      MessageLog log,
      Executor delivery,
      Clock clock,
      LongSupplier nanoTime,
      AuditLog audit) {}

  /** Rooms that are open, or are being opened, by id. */
  private final ConcurrentMap<String, Opening> rooms = new ConcurrentHashMap<>();

  /** Of all rooms, oldest first. */
  private final Queue<Room.Departure> departures = new ConcurrentLinkedQueue<>();

  private final SecureRandom random = new SecureRandom();
  private final @Nullable Context context;

  /** For CDI's client proxy alone. */
  protected RoomManager() {
    this.context = null;
  }

  @Inject
  public RoomManager(Context context) {
    this.context = context;
    context.log().subscribe(this);
  }

  // Rooms: made, opened, forgotten. Each future fails with UnavailableException.

  /** A new, empty room; its id. */
  public CompletionStage<String> create(Member host) {
    String roomId = RoomCode.random(random);
    return log()
        .create(roomId, host)
        .thenCompose(made -> made.isPresent() ? completedFuture(roomId) : create(host));
  }

  /**
   * The room of that code, if there is one.
   *
   * @param typed the code, as people type it
   */
  public CompletionStage<Optional<Room>> find(String typed) {
    String roomId = RoomCode.normal(typed);
    return roomId.isEmpty() ? completedFuture(Optional.empty()) : open(roomId, log()::find);
  }

  /** The room that a verified token names, if there still is one. */
  public CompletionStage<Optional<Room>> open(String roomId) {
    return open(roomId, log()::find)
        .thenCompose(
            room -> room.isPresent() ? completedFuture(room) : open(roomId, log()::reopen));
  }

  private CompletionStage<Optional<Room>> open(
      String roomId, Function<String, CompletionStage<Optional<StoredRoom>>> reader) {
    Opening opening = new Opening();
    Opening before = rooms.putIfAbsent(roomId, opening);
    if (before != null) {
      return before.room();
    }
    reader
        .apply(roomId)
        .whenComplete(
            (stored, failure) -> {
              if (stored == null || stored.isEmpty()) {
                rooms.remove(roomId, opening);
              }
              if (stored == null) {
                opening.failed(failure == null ? new UnavailableException("no answer") : failure);
              } else {
                opening.opened(stored.map(it -> new Room(it, context(), departures::add)));
              }
            });
    return opening.room();
  }

  /** Brings a participant into the room that a verified token names. Completes normally. */
  public CompletionStage<Room.Entry> join(String roomId, Participant participant) {
    return open(roomId)
        .thenCompose(
            room ->
                room.isPresent()
                    ? room.get().join(participant)
                    : completedFuture(new Room.Entry.Refused(CloseCode.ROOM_CLOSED)))
        .thenCompose(
            entry -> {
              if (entry instanceof Room.Entry.PutAway) {
                rooms.computeIfPresent(roomId, (id, old) -> old.isPutAway() ? null : old);
                return join(roomId, participant);
              }
              return completedFuture(entry);
            })
        .exceptionally(unavailable -> new Room.Entry.Refused(CloseCode.UNAVAILABLE));
  }

  /** Notes that somebody is let into a room. */
  public CompletionStage<Void> admit(String roomId, Member member) {
    return log().admit(roomId, member);
  }

  /**
   * Removes a member for good.
   *
   * @return whether there is such a member
   */
  public CompletionStage<Boolean> remove(Room room, String clientId) {
    return log()
        .remove(room.id(), clientId)
        .thenApply(
            known -> {
              if (known) {
                room.expel(clientId);
                expel(room.id(), clientId);
              }
              return known;
            });
  }

  /** Also where the room was put away and opened again since the host found it. */
  private void expel(String roomId, String clientId) {
    Opening opening = rooms.get(roomId);
    if (opening != null) {
      opening.room().thenAccept(room -> room.ifPresent(it -> it.expel(clientId)));
    }
  }

  // What the log tells

  @Override
  public void committed(String roomId, List<Message> messages) {
    Opening opening = rooms.get(roomId);
    if (opening != null) {
      opening.committed(messages);
    }
  }

  @Override
  public void recovered() {
    rooms.forEach(
        (roomId, opening) ->
            log()
                .find(roomId)
                .thenAccept(stored -> stored.ifPresent(it -> opening.behind(it.head()))));
  }

  // What is to be done now and then

  /** Tells who is gone for good; to be called a few times a second. */
  public void announceDepartures() {
    long now = context().nanoTime().getAsLong();
    Room.Departure next = departures.peek();
    while (next != null && now - next.since() >= ABSENCE.toNanos()) {
      departures.remove();
      next.room().depart(next);
      next = departures.peek();
    }
  }

  /**
   * Forgets rooms that nobody has used for long, deletes what is not to be kept, puts away what
   * nobody needs in memory, and lets go of rate limits that no longer matter.
   */
  public void sweep() {
    Instant now = context().clock().instant();
    Duration ttl = context().limits().emptyRoomTtl();
    touch(now, ttl);
    rooms.values().forEach(opening -> opening.behind(0)); // what could not be read is read again
    rooms.values().removeIf(opening -> opening.putAwayIfUnused(now, PUT_AWAY_AFTER));
    if (!ttl.isZero() && !context().limits().retention().isLimited()) {
      log()
          .unusedSince(now.minus(ttl), FORGOTTEN_AT_A_TIME)
          .thenAccept(unused -> unused.forEach(roomId -> forget(roomId, now, ttl)));
    }
    log().trim(context().limits().retention());
    context().posts().sweep();
    context().typing().sweep();
  }

  private void touch(Instant now, Duration ttl) {
    Duration period = ttl.dividedBy(TOUCHES_A_TTL);
    List<String> due = new ArrayList<>();
    rooms.forEach(
        (roomId, opening) -> {
          if (opening.isDueForTouch(now, period)) {
            due.add(roomId);
          }
        });
    if (!due.isEmpty()) {
      log().touch(due);
    }
  }

  /** The log has not seen anybody use it; but somebody may have come since. */
  private void forget(String roomId, Instant now, Duration ttl) {
    Opening nothing = Opening.ofNothing();
    Opening before =
        rooms.compute(
            roomId,
            (id, opening) ->
                opening == null || opening.putAwayIfUnused(now, ttl) ? nothing : opening);
    if (before == nothing) {
      log()
          .forget(roomId, now.minus(ttl))
          .whenComplete(
              (forgotten, failure) -> {
                rooms.remove(roomId, nothing);
                if (failure == null && forgotten) {
                  context().audit().roomForgotten(roomId);
                }
              });
    }
  }

  private MessageLog log() {
    return context().log();
  }

  private Context context() {
    if (context == null) {
      throw new IllegalStateException("a client proxy has no state");
    }
    return context;
  }

  /** A room on its way from the log, and what is committed to it meanwhile. */
  private static final class Opening {

    private final CompletableFuture<Optional<Room>> future = new CompletableFuture<>();
    private @Nullable Room room;
    private long known;

    /** No room: unknown, or about to be forgotten. */
    static Opening ofNothing() {
      Opening opening = new Opening();
      opening.opened(Optional.empty());
      return opening;
    }

    CompletionStage<Optional<Room>> room() {
      return future;
    }

    void opened(Optional<Room> opened) {
      synchronized (this) {
        room = opened.orElse(null);
        if (room != null) {
          room.behind(known);
        }
      }
      future.complete(opened);
    }

    void failed(Throwable failure) {
      future.completeExceptionally(failure);
    }

    synchronized void committed(List<Message> messages) {
      if (room == null) {
        known = messages.get(messages.size() - 1).seq();
      } else {
        room.committed(messages);
      }
    }

    synchronized void behind(long seq) {
      known = Math.max(known, seq);
      if (room != null) {
        room.behind(seq);
      }
    }

    synchronized boolean isPutAway() {
      return room != null && room.isPutAway();
    }

    synchronized boolean putAwayIfUnused(Instant now, Duration after) {
      return room != null && room.putAwayIfUnused(now, after);
    }

    synchronized boolean isDueForTouch(Instant now, Duration period) {
      return room != null && room.isDueForTouch(now, period);
    }
  }
}
