package dev.parley.socket;

import dev.parley.protocol.Frame;
import dev.parley.room.Outbox;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends as Jakarta WebSocket has it. For any thread. */
final class SessionWriter implements Outbox.Writer {

  private final Session session;

  private SessionWriter(Session session) {
    this.session = session;
  }

  /**
   * For a session that is open: writes frames of ours, encoded once for all, where we know the
   * container and its own sends cost much more; through the session elsewhere, and where the
   * container is not as we know it.
   */
  static Outbox.Writer of(Session session) {
    Outbox.Writer standard = new SessionWriter(session);
    try {
      if (Tyrus.isContainerOf(session)) {
        return TyrusWriter.of(session);
      }
      if (HangUp.isTomcats(session)) {
        return TomcatWriter.of(session, standard);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
      System.getLogger("dev.parley")
          .log(System.Logger.Level.DEBUG, "sends go through the session", unknown);
    }
    return standard;
  }

  @Override
  public void write(Frame frame, Consumer<@Nullable Throwable> done) {
    session
        .getAsyncRemote()
        .sendText(frame.text(), result -> done.accept(result.isOK() ? null : failureOf(result)));
  }

  private static Throwable failureOf(SendResult result) {
    Throwable failure = result.getException();
    return failure == null ? new IOException("send failed") : failure;
  }
}
