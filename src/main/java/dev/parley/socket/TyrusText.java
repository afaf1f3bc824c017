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

  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MOST_IN_SEVEN_BITS = 125;
  private static final byte IN_16_BITS = 126;
  private static final byte IN_64_BITS = 127;
  private static final int LONGEST_HEADER = 10;

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
    writer.write(frame(text), new Completion(done));
  }

  static ByteBuffer frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length).put(FINAL_TEXT);
    if (payload.length <= MOST_IN_SEVEN_BITS) {
      frame.put((byte) payload.length);
    } else if (payload.length <= Character.MAX_VALUE) {
      frame.put(IN_16_BITS).putShort((short) payload.length);
    } else {
      frame.put(IN_64_BITS).putLong(payload.length);
    }
    return frame.put(payload).flip();
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
