package dev.parley.socket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;

/** What we know of the WebSocket container of Payara and GlassFish, beyond its API. */
final class Tyrus {

  private Tyrus() {}

  static boolean isContainerOf(Session session) {
    return session.getClass().getName().startsWith("org.glassfish.tyrus.");
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
