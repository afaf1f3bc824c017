package dev.parley.socket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Method;

/** What we know of the WebSocket container of Open Liberty, beyond its API. */
final class Liberty {

  private Liberty() {}

  static boolean isContainerOf(Session session) {
    return session.getClass().getName().startsWith("com.ibm.ws.wsoc.");
  }

  /**
   * Fails the ping or the Close frame that a thread waits to have written, if one does. Who writes
   * one of those while another thread ends the connection is told of neither, waits without end,
   * and heeds no interrupt ({@code WorkQueueManager.attemptIO}).
   */
  static void failWrite(Session session) throws ReflectiveOperationException {
    Object link = Fields.get(Fields.get(session, "impl"), "connLink");
    Object write = Fields.get(Fields.get(link, "linkWrite"), "tcpWriteContext");
    Object wait = Fields.get(write, "blockWait");
    Fields.set(write, "blockingIOError", new IOException("the connection has ended"));
    Method wake = wait.getClass().getDeclaredMethod("simpleNotify");
    wake.setAccessible(true);
    wake.invoke(wait);
  }
}
