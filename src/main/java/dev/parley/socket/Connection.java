package dev.parley.socket;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.ClientFrame;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Member;
import dev.parley.protocol.ServerEvent;
import dev.parley.protocol.ServerEvent.ErrorCode;
import dev.parley.protocol.Text;
import dev.parley.room.Outbox;
import dev.parley.room.Participant;
import dev.parley.room.Participant.Resume;
import dev.parley.room.Posted;
import dev.parley.room.Room;
import dev.parley.token.RoomToken;
import dev.parley.token.Verification;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated WebSocket and its place in a room. It ends once, whoever is first: the peer,
 * the container, the heartbeat, the outbox or we; and it leaves the room at that moment, without
 * waiting for the container to notice. For any thread; {@link #receive} is called by one at a time.
 */
final class Connection {

  /** RFC 6455, section 7.4.1: the connection is gone; never on the wire. */
  private static final int CLOSED_ABNORMALLY = 1006;

  /** Frames that may come before the room is open. */
  private static final int MOST_EARLY = 100;

  private final Session session;
  private final Dialect dialect;
  private final Connections.Context context;
  private final HangUp hangUp;
  private final Consumer<Connection> onEnd;
  private final Outbox outbox;
  private final Participant participant;
  private final Incoming incoming;
  private final BadFrames badFrames;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final String roomId;

  /** Of the token: the whole of it would be most of what an idle connection keeps. */
  private volatile Instant expiresAt;

  private volatile long heardAt;
  private volatile long pingedAt;
  private volatile boolean limited;

  /** What came before the room was open; its own lock, as for what follows. */
  private final Queue<String> early = new ArrayDeque<>(1);

  private volatile @Nullable Room room;

  Connection(
      Session session,
      RoomToken token,
      Connections.Context context,
      HangUp hangUp,
      Consumer<Connection> onEnd) {
    this.session = session;
    this.roomId = token.roomId();
    this.expiresAt = token.expiresAt();
    this.context = context;
    this.hangUp = hangUp;
    this.onEnd = onEnd;
    this.dialect = Dialect.of(session.getNegotiatedSubprotocol());
    this.incoming = new Incoming(context.limits().frameBytes());
    this.badFrames = new BadFrames(context.nanoTime());
    this.heardAt = context.nanoTime().getAsLong();
    this.pingedAt = heardAt;
    this.outbox =
        new Outbox(
            context.limits().outbox(),
            dialect,
            SessionWriter.of(session),
            this::giveUp,
            context.delivery(),
            context.nanoTime());
    ServerEvent.Terms terms =
        new ServerEvent.Terms(
            expiresAt, context.limits().heartbeat(), context.limits().messageChars());
    this.participant =
        new Participant(
            new Participant.Arrival(token.member(), dialect, resume(session), terms),
            outbox,
            this::end);
  }

  /** Where the client wants to go on, if it says so in a way that can be understood. */
  private static @Nullable Resume resume(Session session) {
    var parameters = session.getRequestParameterMap();
    List<String> after = parameters.getOrDefault("after", List.of());
    List<String> epoch = parameters.getOrDefault("epoch", List.of());
    if (after.size() != 1 || epoch.size() != 1) {
      return null;
    }
    try {
      return new Resume(Long.parseLong(after.get(0)), epoch.get(0));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Enters the token's room, or is told why not. */
  void join() {
    context
        .rooms()
        .join(roomId, participant)
        .whenComplete(
            (entry, fault) -> {
              if (entry instanceof Room.Entry.Joined joined) {
                joined(joined.room());
              } else if (entry instanceof Room.Entry.Refused refused) {
                end(refused.why());
              } else {
                fault(fault == null ? new IllegalStateException("not joined") : fault);
              }
            });
  }

  private void joined(Room joined) {
    if (ended.get()) {
      joined.leave(participant);
      return;
    }
    context.audit().joined(roomId, clientId());
    while (true) {
      String next;
      synchronized (early) {
        next = early.poll();
        if (next == null) {
          room = joined;
          break;
        }
      }
      handle(joined, next);
    }
    if (ended.get()) {
      joined.leave(participant);
    }
  }

  /** A piece of a text message from the peer, which may be all of it. */
  void receive(String piece, boolean last) {
    heard();
    if (!incoming.add(piece)) {
      end(CloseCode.TOO_BIG);
    } else if (last) {
      receive(incoming.take());
    }
  }

  private void receive(String frame) {
    Room here;
    boolean tooMany;
    synchronized (early) {
      here = room;
      tooMany = here == null && early.size() >= MOST_EARLY;
      if (here == null && !tooMany) {
        early.add(frame);
      }
    }
    if (here != null) {
      handle(here, frame);
    } else if (tooMany) {
      end(CloseCode.UNAVAILABLE);
    }
  }

  private void handle(Room here, String text) {
    try {
      ClientFrame frame = dialect.decode(text);
      if (frame instanceof ClientFrame.Post post) {
        post(here, post.ref() == null ? Text.randomRef() : post.ref(), post.text());
      } else if (frame instanceof ClientFrame.Typing) {
        here.typing(member());
      } else if (frame instanceof ClientFrame.Renew renew) {
        renew(renew.token());
      } else if (frame instanceof ClientFrame.Unreadable unreadable) {
        fail(ErrorCode.BAD_REQUEST, unreadable.detail(), unreadable.ref());
        if (badFrames.isOneTooMany()) {
          end(CloseCode.BAD_FRAMES);
        }
      }
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void post(Room here, String ref, String text) {
    here.post(member(), ref, text)
        .whenComplete(
            (posted, fault) -> {
              if (posted == null) {
                fault(fault == null ? new IllegalStateException("not posted") : fault);
              } else {
                answer(ref, posted);
              }
            });
  }

  /** An accepted post needs no answer: the message itself is one. */
  private void answer(String ref, Posted posted) {
    if (posted instanceof Posted.Limited over) {
      limit(ref, over.retryAfter());
      return;
    }
    limited = false;
    if (posted instanceof Posted.TooLong tooLong) {
      fail(ErrorCode.TOO_LONG, "A message has at most " + tooLong.most() + " characters.", ref);
    } else if (posted instanceof Posted.Blank) {
      fail(ErrorCode.BAD_REQUEST, "A message must not be blank.", ref);
    } else if (posted instanceof Posted.Unavailable) {
      fail(ErrorCode.UNAVAILABLE, "Messages cannot be stored at the moment.", ref);
    } else if (posted instanceof Posted.Removed) {
      end(CloseCode.REMOVED);
    } else if (posted instanceof Posted.Closed) {
      end(CloseCode.ROOM_CLOSED);
    }
  }

  private void limit(String ref, Duration retryAfter) {
    AuditLog audit = context.audit();
    if (!limited) {
      limited = true;
      audit.limited(roomId, clientId());
    }
    tell(
        new ServerEvent.Failed(
            ErrorCode.RATE_LIMITED, "Too many messages. Wait a little.", ref, retryAfter));
    countFlood();
  }

  private void countFlood() {
    if (!context.floods(dialect).take(clientId()).isZero()) {
      end(CloseCode.RATE_LIMIT_EXCEEDED);
    }
  }

  /** Goes on with a newer token of the same member; the old one stays good until it runs out. */
  private void renew(String newer) {
    Verification verification = context.tokens().verify(newer);
    if (verification instanceof Verification.Accepted accepted
        && accepted.token().member().equals(member())
        && accepted.token().roomId().equals(roomId)) {
      expiresAt = accepted.token().expiresAt();
      tell(new ServerEvent.Renewed(expiresAt));
    } else {
      fail(ErrorCode.FORBIDDEN, "This token cannot take the place of yours.", null);
    }
    countFlood();
  }

  private void fail(ErrorCode code, String detail, @Nullable String ref) {
    if (!tell(new ServerEvent.Failed(code, detail, ref, null))) {
      // The plain dialect has no word for an error, but a code.
      switch (code) {
        case TOO_LONG -> end(CloseCode.TOO_BIG);
        case UNAVAILABLE -> end(CloseCode.INTERNAL_ERROR);
        default -> {}
      }
    }
  }

  /**
   * Something for this peer alone.
   *
   * @return whether its dialect has a word for it
   */
  private boolean tell(ServerEvent event) {
    Frame frame = dialect.encode(event);
    if (frame != null) {
      outbox.send(frame);
    }
    return frame != null;
  }

  /** The peer gave a sign of life. */
  void heard() {
    heardAt = context.nanoTime().getAsLong();
  }

  /**
   * Looks after the connection, now and then, from the timer: never blocks.
   *
   * @return whether a {@link #pulse} is due
   */
  boolean checkPulse() {
    if (context.tokens().hasExpired(expiresAt)) {
      end(CloseCode.TOKEN_EXPIRED);
      return false;
    }
    long now = context.nanoTime().getAsLong();
    long silence = context.limits().silence().toNanos();
    if (silence > 0 && now - heardAt > silence) {
      end(CloseCode.NO_PONG);
      return false;
    }
    outbox.checkAge();
    if (now - pingedAt < context.limits().heartbeat().toNanos()) {
      return false;
    }
    pingedAt = now;
    return true;
  }

  /**
   * Says that the connection is alive, and asks the same (RFC 6455, section 5.5.2). May block for
   * as long as an outbox waits, where the peer does not read.
   */
  void pulse() {
    boolean idle = outbox.writeIfIdle(this::ping);
    Room here = room;
    if (here != null) {
      tell(new ServerEvent.Heartbeat(here.head()));
    }
    if (!idle) {
      // It is being written to, and would not see a ping in time; the outbox's age says if it
      // reads.
      heard();
    }
  }

  private void ping() {
    try {
      hangUp.write(session, () -> session.getAsyncRemote().sendPing(ByteBuffer.allocate(0)));
    } catch (IOException | RuntimeException e) {
      giveUp(Outbox.Failure.BROKEN);
    }
  }

  /** We end it. */
  void end(CloseCode why) {
    end(CloseReasons.of(why));
  }

  /** The same, with a reason made before. */
  void end(CloseReason reason) {
    end(reason.getCloseCode().getCode(), reason);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** The container says that it has ended. */
  void closed(int code) {
    end(code, null);
  }

  private void fault(Throwable fault) {
    String id = context.audit().error("socket", fault);
    end(CloseReasons.of(CloseCode.INTERNAL_ERROR, id));
  }

  private void giveUp(Outbox.Failure failure) {
    switch (failure) {
      case TOO_SLOW -> {
        context.audit().tooSlow(roomId, clientId(), outbox.queuedBytes());
        end(CloseCode.TOO_SLOW);
      }
      case BROKEN -> end(CLOSED_ABNORMALLY, CloseReasons.of(CloseCode.INTERNAL_ERROR));
    }
  }

  /**
   * @param code for the log
   * @param reason to close the session with; null if it is closed
   */
  private void end(int code, @Nullable CloseReason reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    outbox.close();
    Room here = room;
    if (here != null) {
      here.leave(participant);
    }
    onEnd.accept(this);
    context.audit().left(roomId, clientId(), code);
    if (reason != null) {
      hangUp.on(session, reason);
    }
  }

  private Member member() {
    return participant.member();
  }

  private String clientId() {
    return member().clientId();
  }
}
