package dev.parley.socket;

import dev.parley.protocol.Frame;
import dev.parley.room.Outbox;
import jakarta.websocket.Session;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.jspecify.annotations.Nullable;

/**
 * Sends on Tomcat: TomEE.
 *
 * <p>Its own sends encode each text character by character, which in a big room is half of what a
 * delivery costs, cut it into fragments of 8 KB, and tell of each on another thread. For any
 * thread.
 */
final class TomcatWriter implements Outbox.Writer {

  private static final long AS_IT_IS = -1;
  private static final Completion COMPLETION = new Completion();

  private final Session session;
  private final SocketWrapperBase<?> socket;
  private final Outbox.Writer behindOthers;

  private TomcatWriter(Session session, SocketWrapperBase<?> socket, Outbox.Writer behindOthers) {
    this.session = session;
    this.socket = socket;
    this.behindOthers = behindOthers;
  }

  /**
   * For a session of Tomcat that is open.
   *
   * @param standard through the session
   */
  static Outbox.Writer of(Session session, Outbox.Writer standard)
      throws ReflectiveOperationException {
    Object socket = Fields.get(Fields.get(session.getAsyncRemote(), "base"), "socketWrapper");
    return socket instanceof SocketWrapperBase<?> wrapper && wrapper.hasAsyncIO()
        ? new TomcatWriter(session, wrapper, standard)
        : standard;
  }

  @Override
  public void write(Frame frame, Consumer<@Nullable Throwable> done) {
    if (!session.isOpen()) {
      throw new IllegalStateException("closed");
    }
    CompletionState state =
        socket.write(
            BlockingMode.NON_BLOCK,
            AS_IT_IS,
            TimeUnit.MILLISECONDS,
            done,
            SocketWrapperBase.COMPLETE_WRITE_WITH_COMPLETION,
            COMPLETION,
            frame.wire());
    if (state == CompletionState.NOT_DONE) {
      // The container writes something itself, such as a pong; the session knows how to wait.
      behindOthers.write(frame, done);
    }
  }

  private static final class Completion
      implements CompletionHandler<Long, Consumer<@Nullable Throwable>> {

    @Override
    public void completed(Long bytes, Consumer<@Nullable Throwable> done) {
      done.accept(null);
    }

    @Override
    public void failed(Throwable failure, Consumer<@Nullable Throwable> done) {
      done.accept(failure);
    }
  }
}
