package dev.parley.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bench.driver.Protocol.Heard;
import dev.parley.bench.driver.Protocol.Position;
import dev.parley.bench.driver.Protocol.Upgrade;
import dev.parley.it.Rest.Ticket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from the TCP connection to its end. It never waits: it does what it can when the
 * selector, to which it is attached, says so. Whatever the server does against the rules fails.
 */
final class Line implements FrameReader.Sink, Marker.Sink {

  private static final int LONGEST_GREETING = 1024;
  private static final int NO_GREETING = 1;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String SWITCHING_PROTOCOLS = "HTTP/1.1 101 ";

  /** Who is told. */
  interface Listener extends Marker.Sink {

    /**
     * The server has let the member in.
     *
     * @param position from which the member goes on, if the server has said
     */
    void opened(@Nullable Position position) throws IOException;
  }

  private enum State {
    CONNECTING,
    UPGRADING,
    GREETING,
    OPEN
  }

  private final URI base;
  private final Protocol protocol;
  private final Ticket ticket;
  private final @Nullable Position after;
  private final FrameWriter writer;
  private final Listener listener;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final FrameReader frames = new FrameReader();
  private final Marker.Scanner markers = new Marker.Scanner();
  private final Queue<ByteBuffer> unwritten = new ArrayDeque<>();
  private State state = State.CONNECTING;
  private int endOfHeadSeen;
  private byte[] beginning = new byte[LONGEST_GREETING];
  private int messageBytes;

  /** Begins to connect. */
  Line(
      Selector selector,
      URI base,
      Protocol protocol,
      Ticket ticket,
      @Nullable Position after,
      FrameWriter writer,
      Listener listener)
      throws IOException {
    this.base = base;
    this.protocol = protocol;
    this.ticket = ticket;
    this.after = after;
    this.writer = writer;
    this.listener = listener;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(new InetSocketAddress(base.getHost(), base.getPort()));
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Does what can be done now.
   *
   * @param buffer for what is read; backed by an array, and used for all
   */
  void proceed(ByteBuffer buffer) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      askForUpgrade();
    } else if (key.isReadable()) {
      read(buffer);
    }
    if (key.isValid() && key.isWritable()) {
      writeOn();
    }
  }

  private void askForUpgrade() throws IOException {
    state = State.UPGRADING;
    key.interestOps(SelectionKey.OP_READ);
    Upgrade upgrade = protocol.upgrade(ticket, after);
    String request =
        "GET %s%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n%s"
            .formatted(base.getPath(), upgrade.target(), base.getAuthority(), upgrade.headers());
    String key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    write(ByteBuffer.wrap((request + key).getBytes(US_ASCII)));
  }

  private void read(ByteBuffer buffer) throws IOException {
    int length = channel.read(buffer.clear());
    if (length < 0) {
      throw new EOFException("the server has hung up on a member who was " + state);
    }
    byte[] bytes = buffer.array();
    int start = buffer.arrayOffset();
    int from = state == State.UPGRADING ? readHead(bytes, start, start + length) : start;
    frames.read(bytes, from, start + length, this);
  }

  /** Returns where frames begin. */
  private int readHead(byte[] bytes, int from, int to) throws IOException {
    for (int at = from; at < to; at++) {
      head.write(bytes[at]);
      boolean goesOn = bytes[at] == END_OF_HEAD.charAt(endOfHeadSeen);
      endOfHeadSeen = goesOn ? endOfHeadSeen + 1 : bytes[at] == '\r' ? 1 : 0;
      if (endOfHeadSeen == END_OF_HEAD.length()) {
        upgraded(head.toString(US_ASCII));
        return at + 1;
      }
    }
    return to;
  }

  private void upgraded(String answer) throws IOException {
    if (!answer.startsWith(SWITCHING_PROTOCOLS)) {
      throw new IOException("no WebSocket: " + answer);
    }
    head.reset();
    state = State.GREETING;
    if (!protocol.isGreeted()) {
      open(null);
    }
  }

  private void open(@Nullable Position position) throws IOException {
    state = State.OPEN;
    beginning = new byte[NO_GREETING];
    listener.opened(position);
  }

  @Override
  public void payload(byte[] bytes, int from, int to) {
    markers.scan(bytes, from, to, this);
    if (messageBytes < beginning.length) {
      int kept = Math.min(to - from, beginning.length - messageBytes);
      System.arraycopy(bytes, from, beginning, messageBytes, kept);
    }
    messageBytes += to - from;
  }

  @Override
  public void found(int sender, long sequence, long nanos) {
    listener.found(sender, sequence, nanos);
  }

  @Override
  public void endOfMessage() throws IOException {
    int length = messageBytes;
    messageBytes = 0;
    if (length <= beginning.length || !isOpen()) {
      hear(new String(beginning, 0, Math.min(length, beginning.length), UTF_8));
    }
  }

  private void hear(String message) throws IOException {
    Heard heard = protocol.hear(message, ticket);
    if (!heard.reply().isEmpty()) {
      send(FrameReader.TEXT, heard.reply().getBytes(UTF_8));
    }
    if (heard.opens()) {
      open(heard.position());
    }
  }

  @Override
  public void control(int opcode, byte[] payload) throws IOException {
    if (opcode == FrameReader.PING) {
      send(FrameReader.PONG, payload);
    } else if (opcode == FrameReader.CLOSE) {
      ByteBuffer closing = ByteBuffer.wrap(payload);
      String code = closing.hasRemaining() ? (int) closing.getChar() + " " : "";
      throw new IOException("the server has closed: " + code + UTF_8.decode(closing));
    }
  }

  void post(int sender, long sequence, long nanos) throws IOException {
    protocol.putPost(writer.begin(), sender, sequence, nanos);
    write(writer.end(FrameReader.TEXT));
  }

  private void send(int opcode, byte[] payload) throws IOException {
    writer.begin().put(payload);
    write(writer.end(opcode));
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (unwritten.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unwritten.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private void writeOn() throws IOException {
    while (!unwritten.isEmpty()) {
      channel.write(unwritten.element());
      if (unwritten.element().hasRemaining()) {
        return;
      }
      unwritten.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Vanishes with a TCP RST. */
  void cut() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }
}
