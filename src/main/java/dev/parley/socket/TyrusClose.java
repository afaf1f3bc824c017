package dev.parley.socket;

import dev.parley.protocol.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The closing handshake of RFC 6455, section 7.1.2, on Tyrus: Payara, GlassFish.
 *
 * <p>Tyrus itself does not wait for the answer to its Close frame, but gives the HTTP request of
 * the connection back to Grizzly at once, from the thread that closes. If something from the peer
 * comes at that moment, its answer for one, a thread of Grizzly takes it for a new request, on
 * objects that are already those of somebody else's. It goes well if the thread that reads is the
 * one which ends it, as it does when the peer has closed; so we wait for that.
 */
final class TyrusClose {

  private static final String CONNECTED = "CONNECTED";
  private static final String CLOSING = "CLOSING";
  private static final String CLOSE_FRAME = "org.glassfish.tyrus.core.frame.CloseFrame";

  /** An opcode of RFC 6455, section 5.5.1. */
  private static final int CLOSE = 8;

  private TyrusClose() {}

  /**
   * Sends a Close frame; does nothing if the session is being closed.
   *
   * @throws IllegalStateException if it has been closed
   */
  static void say(Session session, CloseReason reason) throws ReflectiveOperationException {
    Object webSocket = Tyrus.webSocket(session);
    if (isClosing(webSocket)) {
      webSocket
          .getClass()
          .getMethod("sendRawFrame", ByteBuffer.class)
          .invoke(webSocket, ByteBuffer.wrap(Frame.wire(CLOSE, body(reason))));
    }
  }

  /** Whether its state could be changed to that. */
  private static boolean isClosing(Object webSocket) throws ReflectiveOperationException {
    @SuppressWarnings("unchecked") // as it is declared
    AtomicReference<Enum<?>> state = (AtomicReference<Enum<?>>) Fields.get(webSocket, "state");
    Enum<?> now = Objects.requireNonNull(state.get());
    if (!now.name().equals(CONNECTED)) {
      return false;
    }
    for (Enum<?> other : now.getDeclaringClass().getEnumConstants()) {
      if (other.name().equals(CLOSING)) {
        return state.compareAndSet(now, other);
      }
    }
    throw new NoSuchFieldException(CLOSING);
  }

  private static byte[] body(CloseReason reason) {
    byte[] words = reason.getReasonPhrase().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + words.length)
        .putShort((short) reason.getCloseCode().getCode())
        .put(words)
        .array();
  }

  /** Ends the session and its connection, as when the peer's answer comes, if it is not over. */
  static void finish(Session session, CloseReason reason) throws ReflectiveOperationException {
    if (!session.isOpen()) {
      return;
    }
    Object webSocket = Tyrus.webSocket(session);
    Class<?> frame = Class.forName(CLOSE_FRAME, true, webSocket.getClass().getClassLoader());
    webSocket
        .getClass()
        .getMethod("onClose", frame)
        .invoke(webSocket, frame.getConstructor(CloseReason.class).newInstance(reason));
  }
}
