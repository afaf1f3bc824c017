package dev.parley.socket;

import dev.parley.protocol.Frame;
import dev.parley.room.Outbox;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Sends on Tyrus: Payara, GlassFish.
 *
 * <p>Its own sends encode each text character by character, which in a big room is two thirds of
 * what a delivery costs, and arm a timer for each. For any thread.
 */
final class TyrusWriter implements Outbox.Writer {

  private final Session session;
  private final Writer writer;

  private TyrusWriter(Session session, Writer writer) {
    this.session = session;
    this.writer = writer;
  }

  /** For a session of Tyrus that is open. */
  static Outbox.Writer of(Session session) throws ReflectiveOperationException {
    Object webSocket = Tyrus.webSocket(session);
    Object protocol = Fields.get(webSocket, "protocolHandler");
    return new TyrusWriter(session, (Writer) Fields.get(protocol, "writer"));
  }

  @Override
  public void write(Frame frame, Consumer<@Nullable Throwable> done) {
    if (!session.isOpen()) {
      throw new IllegalStateException("closed");
    }
    writer.write(frame.wire(), new Completion(done));
  }

  private static final class Completion extends CompletionHandler<ByteBuffer> {

    private final Consumer<@Nullable Throwable> done;

    Completion(Consumer<@Nullable Throwable> done) {
      this.done = done;
    }

    @Override
    public void completed(ByteBuffer frame) {
      done.accept(null);
    }

    @Override
    public void failed(Throwable failure) {
      done.accept(failure);
    }

    @Override
    public void cancelled() {
      done.accept(new IllegalStateException("cancelled"));
    }
  }
}
