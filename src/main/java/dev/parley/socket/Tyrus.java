package dev.parley.socket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What we know of the WebSocket container of Payara and GlassFish, beyond its API. */
final class Tyrus {

  private static final int FINAL = 0x80;
  private static final int MOST_IN_SEVEN_BITS = 125;
  private static final byte IN_16_BITS = 126;
  private static final byte IN_64_BITS = 127;
  private static final int LONGEST_HEADER = 10;

  private Tyrus() {}

  /** A whole frame as a server sends it, without a mask (RFC 6455, section 5.2). */
  static ByteBuffer frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length);
    frame.put((byte) (FINAL | opcode));
    if (payload.length <= MOST_IN_SEVEN_BITS) {
      frame.put((byte) payload.length);
    } else if (payload.length <= Character.MAX_VALUE) {
      frame.put(IN_16_BITS).putShort((short) payload.length);
    } else {
      frame.put(IN_64_BITS).putLong(payload.length);
    }
    return frame.put(payload).flip();
  }

  static boolean isContainerOf(Session session) {
    return session.getClass().getName().startsWith("org.glassfish.tyrus.");
  }

  /** For a session that is open; null where that is not Tyrus, or not as we know it. */
  static @Nullable TyrusText text(Session session) {
    if (!isContainerOf(session)) {
      return null; // nor are there the classes that TyrusText is made of
    }
    try {
      return TyrusText.of(session);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
      System.getLogger("dev.parley")
          .log(System.Logger.Level.DEBUG, "sends go through the session", unknown);
      return null;
    }
  }

  /**
   * Its {@code TyrusWebSocket}.
   *
   * @throws IllegalStateException if the session has been closed
   */
  static Object webSocket(Session session) throws ReflectiveOperationException {
    Object remote = session.getBasicRemote();
    return field(remote, remote.getClass().getSuperclass(), "webSocket");
  }

  static Object field(Object of, Class<?> declaring, String name)
      throws ReflectiveOperationException {
    Field field = declaring.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }
}
