package dev.parley.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;

/** Ends a session, and its TCP connection too. */
final class HangUp {

  /** For the peer's answer to our Close frame (RFC 6455, section 5.5.1). */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final CloseReason UNANSWERED =
      new CloseReason(CloseReason.CloseCodes.NO_STATUS_CODE, "");

  private HangUp() {}

  /** Loads this class, in advance: a server that stops may have deleted it before it is needed. */
  static void prepare() {}

  /** May block for long on a stalled peer. */
  static void on(Session session, CloseReason reason) throws IOException {
    session.close(reason);
    try {
      // Undertow would wait for the answer for ever, and keep the connection of who never gives it.
      session.setMaxIdleTimeout(GRACE.toMillis());
    } catch (IllegalStateException over) {
      // the others have ended it, or have a time-out of their own
    }
  }

  /** Whether its container waits for ever for the answer, whatever idle time-out there is. */
  static boolean waitsWithoutEnd(Session session) {
    return session.getClass().getName().startsWith("org.apache.tomcat.");
  }

  /**
   * For Tomcat, which before 10.1.19 has no time-out for the answer (CVE-2024-23672): tells it that
   * the answer has come. Does nothing where it has.
   */
  static void cut(Session session) {
    try {
      session.getClass().getMethod("onClose", CloseReason.class).invoke(session, UNANSWERED);
    } catch (ReflectiveOperationException unknown) {
      System.getLogger("dev.parley")
          .log(System.Logger.Level.WARNING, "cannot cut a connection that was closed", unknown);
    }
  }
}
