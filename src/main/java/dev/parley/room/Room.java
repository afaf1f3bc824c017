package dev.parley.room;

import dev.parley.protocol.Frame;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.PlainDialect;
import dev.parley.protocol.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One room: who is in it, and the order in which things are said. Join, leave and post take turns
 * under a short lock, without I/O; so everyone who is here gets every message, in one order.
 */
public final class Room {

  /** What became of someone who wanted to come in. */
  enum Entry {
    JOINED,
    /** As many members as may be are here, or as many sockets of this one. */
    FULL,
    /** The room was forgotten meanwhile; there is, or will be, another of its name. */
    FORGOTTEN
  }

  /** A room as REST describes it. */
  record Description(
      String roomId, Instant createdAt, long head, String epoch, List<Member> members) {}

  private final String id;
  private final RoomManager.Context context;
  private final Instant createdAt;
  private final String epoch = UUID.randomUUID().toString();

  private final Object turn = new Object();
  private final Map<String, List<Participant>> participants = new LinkedHashMap<>();
  private long head;
  private Instant emptySince;
  private boolean forgotten;

  Room(String id, RoomManager.Context context) {
    this.id = id;
    this.context = context;
    this.createdAt = context.clock().instant();
    this.emptySince = createdAt;
  }

  public String id() {
    return id;
  }

  Entry join(Participant participant) {
    String clientId = participant.member().clientId();
    synchronized (turn) {
      if (forgotten) {
        return Entry.FORGOTTEN;
      }
      List<Participant> own = participants.getOrDefault(clientId, List.of());
      int most = context.limits().sockets();
      if ((own.isEmpty() && isFull()) || (most > 0 && own.size() >= most)) {
        return Entry.FULL;
      }
      participants.computeIfAbsent(clientId, c -> new ArrayList<>(1)).add(participant);
      return Entry.JOINED;
    }
  }

  /** Idempotent: who is not here, or no longer, is not an error. */
  public void leave(Participant participant) {
    synchronized (turn) {
      String clientId = participant.member().clientId();
      List<Participant> sockets = participants.get(clientId);
      if (sockets == null || !sockets.remove(participant)) {
        return;
      }
      if (sockets.isEmpty()) {
        participants.remove(clientId);
      }
      if (participants.isEmpty()) {
        emptySince = context.clock().instant();
      }
    }
  }

  /** Says something to every other member of the room. Returns before anything is written. */
  public Posted post(Member author, String text) {
    String said = Text.wellFormed(text);
    int most = context.limits().messageChars();
    if (most > 0 && Text.length(said) > most) {
      return new Posted.TooLong();
    }
    Duration wait = context.posts().take(author.clientId());
    if (!wait.isZero()) {
      return new Posted.Limited(wait);
    }
    return said.isBlank() ? new Posted.Ignored() : new Posted.Accepted(broadcast(author, said));
  }

  private Message broadcast(Member author, String text) {
    List<Outbox> due = new ArrayList<>();
    Message message;
    synchronized (turn) {
      Instant now = context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
      message = new Message(++head, author, text, now);
      Frame frame = PlainDialect.encode(message);
      participants.forEach(
          (clientId, sockets) -> {
            if (!clientId.equals(author.clientId())) {
              for (Participant other : sockets) {
                if (other.outbox().offer(frame)) {
                  due.add(other.outbox());
                }
              }
            }
          });
    }
    if (!due.isEmpty()) {
      context.delivery().execute(() -> due.forEach(Outbox::drain));
    }
    return message;
  }

  Description describe() {
    synchronized (turn) {
      List<Member> members =
          participants.values().stream().map(sockets -> sockets.get(0).member()).toList();
      return new Description(id, createdAt, head, epoch, members);
    }
  }

  boolean isFull() {
    int most = context.limits().members();
    synchronized (turn) {
      return most > 0 && participants.size() >= most;
    }
  }

  /** Forgets the room if it has been empty for long enough; from then on nobody gets in. */
  boolean forgetIfEmpty(Instant now) {
    synchronized (turn) {
      Duration ttl = context.limits().emptyRoomTtl();
      if (participants.isEmpty() && !ttl.isZero() && !now.isBefore(emptySince.plus(ttl))) {
        forgotten = true;
      }
      return forgotten;
    }
  }
}
