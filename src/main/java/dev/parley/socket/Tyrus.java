package dev.parley.socket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** What we know of the WebSocket container of Payara and GlassFish, beyond its API. */
final class Tyrus {

  private Tyrus() {}

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
