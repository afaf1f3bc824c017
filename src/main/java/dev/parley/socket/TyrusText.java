package dev.parley.socket;

import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Sends text on Tyrus, as frames made by us (RFC 6455, section 5.2).
 *
 * <p>Its own sends encode each text character by character, which in a big room is two thirds of
 * what a delivery costs, and arm a timer for each. For any thread.
 */
final class TyrusText {

  /** An opcode of RFC 6455, section 5.2. */
  private static final int TEXT = 1;

  private final Session session;
  private final Writer writer;

  private TyrusText(Session session, Writer writer) {
    this.session = session;
    this.writer = writer;
  }

  /** For a session of Tyrus that is open. */
  static TyrusText of(Session session) throws ReflectiveOperationException {
    Object webSocket = Tyrus.webSocket(session);
    Object protocol = Tyrus.field(webSocket, webSocket.getClass(), "protocolHandler");
    Object writer = Tyrus.field(protocol, protocol.getClass(), "writer");
    return new TyrusText(session, Objects.requireNonNull((Writer) writer));
  }

  /**
   * Returns without waiting for the peer.
   *
   * @param done called once: null when the text is written, or what went wrong
   * @throws IllegalStateException if the session has been closed
   */
  void send(String text, Consumer<@Nullable Throwable> done) {
    if (!session.isOpen()) {
      throw new IllegalStateException("closed");
    }
    writer.write(Tyrus.frame(TEXT, text.getBytes(StandardCharsets.UTF_8)), new Completion(done));
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
