package dev.parley.socket;

import jakarta.websocket.Session;

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
    return Fields.get(remote, "webSocket");
  }
}
