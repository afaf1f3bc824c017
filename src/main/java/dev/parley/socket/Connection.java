package dev.parley.socket;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.PlainDialect;
import dev.parley.room.Outbox;
import dev.parley.room.Participant;
import dev.parley.room.Posted;
import dev.parley.room.Room;
import dev.parley.token.RoomToken;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  private final Session session;
  private final RoomToken token;
  private final Connections.Context context;
  private final Consumer<Connection> onEnd;
  private final Participant participant;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Room room;
  private volatile long heardAt;
  private volatile long pingedAt;
  private boolean limited;

  Connection(
      Session session, RoomToken token, Connections.Context context, Consumer<Connection> onEnd) {
    this.session = session;
    this.token = token;
    this.context = context;
    this.onEnd = onEnd;
    this.heardAt = context.nanoTime().getAsLong();
    this.pingedAt = heardAt;
    Outbox outbox =
        new Outbox(
            context.limits().outbox(),
            this::write,
            this::giveUp,
            context.delivery(),
            context.nanoTime());
    this.participant = new Participant(token.member(), outbox);
  }

  /** Enters the token's room, or is told that it is full. */
  void join() {
    context
        .rooms()
        .join(token.roomId(), participant)
        .ifPresentOrElse(this::joined, () -> end(CloseCode.ROOM_FULL));
  }

  private void joined(Room joined) {
    room = joined;
    if (ended.get()) {
      joined.leave(participant);
    } else {
      context.audit().joined(token.roomId(), token.member().clientId());
    }
  }

  /** A text frame from the peer. */
  void receive(String frame) {
    Room here = room;
    if (ended.get() || here == null) {
      return;
    }
    heard();
    try {
      int maxBytes = context.limits().frameBytes();
      if (maxBytes > 0 && frame.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
        end(CloseCode.TOO_BIG);
        return;
      }
      Posted posted = here.post(token.member(), PlainDialect.decode(frame));
      if (posted instanceof Posted.TooLong) {
        end(CloseCode.TOO_BIG);
      } else if (posted instanceof Posted.Limited) {
        limit();
      } else {
        limited = false;
      }
    } catch (RuntimeException e) {
      String id = context.audit().error("socket", e);
      end(CloseReasons.of(CloseCode.INTERNAL_ERROR, id));
    }
  }

  /** The plain dialect has no word for an error: what is over the rate is dropped, for a while. */
  private void limit() {
    AuditLog audit = context.audit();
    if (!limited) {
      limited = true;
      audit.limited(token.roomId(), token.member().clientId());
    }
    if (!context.floods().take(token.member().clientId()).isZero()) {
      end(CloseCode.RATE_LIMIT_EXCEEDED);
    }
  }

  /** The peer gave a sign of life. */
  void heard() {
    heardAt = context.nanoTime().getAsLong();
  }

  /**
   * Looks after the connection, now and then, from the timer: never blocks.
   *
   * @return whether a ping is due
   */
  boolean checkPulse() {
    if (context.tokens().hasExpired(token)) {
      end(CloseCode.TOKEN_EXPIRED);
      return false;
    }
    long now = context.nanoTime().getAsLong();
    long silence = context.limits().silence().toNanos();
    if (silence > 0 && now - heardAt > silence) {
      end(CloseCode.NO_PONG);
      return false;
    }
    participant.outbox().checkAge();
    if (now - pingedAt < context.limits().heartbeat().toNanos()) {
      return false;
    }
    pingedAt = now;
    return participant.outbox().isIdle();
  }

  /** Asks for a sign of life (RFC 6455, section 5.5.2). May block for a moment on some servers. */
  void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
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

  /** The container says that it has ended. */
  void closed(int code) {
    end(code, null);
  }

  private void giveUp(Outbox.Failure failure) {
    switch (failure) {
      case TOO_SLOW -> {
        context
            .audit()
            .tooSlow(token.roomId(), token.member().clientId(), participant.outbox().queuedBytes());
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
    participant.outbox().close();
    Room here = room;
    if (here != null) {
      here.leave(participant);
    }
    onEnd.accept(this);
    context.audit().left(token.roomId(), token.member().clientId(), code);
    if (reason != null) {
      context.hangUps().execute(() -> close(reason));
    }
  }

  /** May block for long on a stalled peer. */
  private void close(CloseReason reason) {
    try {
      session.close(reason);
    } catch (IOException | RuntimeException gone) {
      System.getLogger("dev.parley")
          .log(System.Logger.Level.DEBUG, () -> "close failed: " + gone.getClass().getName());
    }
  }

  private void write(String text, Consumer<@Nullable Throwable> done) {
    session
        .getAsyncRemote()
        .sendText(text, result -> done.accept(result.isOK() ? null : failureOf(result)));
  }

  private static Throwable failureOf(jakarta.websocket.SendResult result) {
    Throwable failure = result.getException();
    return failure == null ? new IOException("send failed") : failure;
  }
}
