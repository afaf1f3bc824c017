package dev.parley.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;

/** Ends a session, and its TCP connection too. */
final class HangUp {

  /** For the peer's answer to our Close frame (RFC 6455, section 5.5.1). */
  private static final Duration GRACE = Duration.ofSeconds(10);

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
}
