package dev.parley.room;

import dev.parley.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** All rooms of this installation. For any thread. */
@ApplicationScoped
public class RoomManager {

  /**
   * What a room allows; 0 means no limit.
   *
   * @param members at the same time
   * @param sockets of one member at the same time
   * @param messageChars Unicode code points a message
   * @param emptyRoomTtl after which an empty room is forgotten
   */
  public record Limits(int members, int sockets, int messageChars, Duration emptyRoomTtl) {}

  /**
   * What all rooms share.
   *
   * @param posts how often a member may post, by client id
   * @param delivery where outboxes are drained; its threads may send
   */
  public record Context(
      Limits limits, RateLimit posts, Executor delivery, Clock clock, AuditLog audit) {}

  private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final @Nullable Context context;

  /** For CDI's client proxy alone. */
  protected RoomManager() {
    this.context = null;
  }

  @Inject
  public RoomManager(Context context) {
    this.context = context;
  }

  /** A new, empty room. */
  public Room create() {
    Room created;
    do {
      created = new Room(RoomCode.random(random), context());
    } while (rooms.putIfAbsent(created.id(), created) != null);
    return created;
  }

  /**
   * The room of that code, if there is one.
   *
   * @param typed the code, as people type it
   */
  public Optional<Room> find(String typed) {
    return Optional.ofNullable(rooms.get(RoomCode.normal(typed)));
  }

  /**
   * The room that a verified token names. It exists: if we do not know it, we have been restarted
   * since, and it opens again.
   */
  public Room open(String roomId) {
    return rooms.computeIfAbsent(roomId, id -> new Room(id, context()));
  }

  /**
   * Brings a participant into the room that a verified token names.
   *
   * @return the room, or nothing if it is full, or the member has too many sockets in it
   */
  public Optional<Room> join(String roomId, Participant participant) {
    while (true) {
      Room room = open(roomId);
      switch (room.join(participant)) {
        case JOINED -> {
          return Optional.of(room);
        }
        case FULL -> {
          return Optional.empty();
        }
        case FORGOTTEN -> rooms.remove(roomId, room);
      }
    }
  }

  /** Forgets rooms that have been empty for long, and rate limits that no longer matter. */
  public void sweep() {
    Instant now = context().clock().instant();
    for (Room room : rooms.values()) {
      if (room.forgetIfEmpty(now) && rooms.remove(room.id(), room)) {
        context().audit().roomForgotten(room.id());
      }
    }
    context().posts().sweep();
  }

  private Context context() {
    if (context == null) {
      throw new IllegalStateException("a client proxy has no state");
    }
    return context;
  }
}
