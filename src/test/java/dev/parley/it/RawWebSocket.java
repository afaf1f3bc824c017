package dev.parley.it;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A WebSocket client on a bare socket: it can do what a well-behaved client cannot, such as send
 * broken frames, stop reading or vanish. Every read has a time-out.
 */
public final class RawWebSocket implements Closeable {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A frame from the server. */
  public record Frame(boolean fin, int opcode, byte[] payload) {

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    public int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    public String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int status;
  private final String head;
  private boolean answersPings = true;

  private RawWebSocket(Socket socket, String host, String target, String... headers)
      throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
    StringBuilder request = new StringBuilder();
    request.append("GET ").append(target).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(host).append("\r\n");
    request.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.flush();
    this.head = readHead();
    this.status = Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The socket of the seed contract; the handshake may have been refused, see {@link #status}. */
  public static RawWebSocket open(URI base, String query, String... headers) {
    return open(base, query, 0, headers);
  }

  /**
   * The same with a small receive buffer, for a reader that is going to stall.
   *
   * @param receiveBuffer in bytes; 0 for the system's own
   */
  public static RawWebSocket open(URI base, String query, int receiveBuffer, String... headers) {
    return openTarget(base, base.getPath() + "ws/chat" + query, receiveBuffer, headers);
  }

  /**
   * The same at any target, which need not be a URI's.
   *
   * @param target what stands in the request line, as it is
   */
  public static RawWebSocket openTarget(
      URI base, String target, int receiveBuffer, String... headers) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      return new RawWebSocket(socket, base.getAuthority(), target, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same over a connection that somebody else has made: with TLS, or from another address. */
  public static RawWebSocket over(Socket connected, URI base, String query, String... headers) {
    try {
      connected.setSoTimeout((int) PATIENCE.toMillis());
      return new RawWebSocket(
          connected, base.getAuthority(), base.getPath() + "ws/chat" + query, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The handshake's HTTP status. */
  public int status() {
    return status;
  }

  /** Status line and headers of the handshake's answer. */
  public String head() {
    return head;
  }

  /** From now on it plays dead. */
  public void ignorePings() {
    answersPings = false;
  }

  public void sendText(String text) {
    send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(int opcode, boolean fin, byte[] payload) {
    try {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(opcode | (fin ? 0x80 : 0));
      if (payload.length < 126) {
        frame.write(0x80 | payload.length);
      } else if (payload.length < 65536) {
        frame.write(0x80 | 126);
        frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
      } else {
        frame.write(0x80 | 127);
        frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
      }
      frame.writeBytes(MASK);
      byte[] masked = payload.clone();
      for (int i = 0; i < masked.length; i++) {
        masked[i] ^= MASK[i % 4];
      }
      frame.writeBytes(masked);
      synchronized (out) {
        frame.writeTo(out);
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next text frame. */
  public String readText() {
    Frame frame = read();
    if (frame.opcode() != TEXT) {
      throw new AssertionError("expected a text, got " + describe(frame));
    }
    return frame.text();
  }

  /** The Close frame that comes next, after whatever texts still come before it. */
  public Frame readClose() {
    Frame frame = read();
    while (frame.opcode() != CLOSE) {
      frame = read();
    }
    return frame;
  }

  /**
   * Waits until the server has let this socket into its room: the handshake's answer comes before,
   * the answer to a ping after that.
   */
  public RawWebSocket settled() {
    try {
      send(PING, true, new byte[] {1});
      int opcode = readAny().opcode();
      while (opcode != PONG) {
        opcode = readAny().opcode();
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next frame other than a ping or pong; the fragments of a message (RFC 6455, section 5.4),
   * as some servers send a long one, are put together.
   */
  public Frame read() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int opcode = CONTINUATION;
    try {
      while (true) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("nothing but pings for " + PATIENCE);
        }
        Frame frame = readAny();
        if (frame.opcode() == PING && answersPings) {
          send(PONG, true, frame.payload());
        } else if (frame.opcode() == CLOSE) {
          return frame;
        } else if (frame.opcode() != PING && frame.opcode() != PONG) {
          whole.writeBytes(frame.payload());
          opcode = frame.opcode() == CONTINUATION ? opcode : frame.opcode();
          if (frame.fin()) {
            return new Frame(true, opcode, whole.toByteArray());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what has come, without waiting for more, and answers the pings among it. */
  public void answerPings() {
    try {
      while (in.available() > 0) {
        Frame frame = readAny();
        if (frame.opcode() == PING) {
          send(PONG, true, frame.payload());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, pings and pongs included. */
  public Frame readAny() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return new Frame((first & 0x80) != 0, first & 0x0F, payload);
  }

  /** The beginning of a masked text frame that says it is longer than what comes. */
  public void sendUnfinished(int declared, int sent) {
    try {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(0x80 | TEXT);
      frame.write(0x80 | 127);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(declared).array());
      frame.writeBytes(MASK);
      frame.writeBytes(new byte[sent]);
      frame.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has ended the TCP connection; waits for that. */
  public boolean isCut() {
    try {
      byte[] buffer = new byte[8192];
      while (in.read(buffer) >= 0) {
        Arrays.fill(buffer, (byte) 0);
      }
      return true;
    } catch (EOFException | java.net.SocketException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Vanishes with a TCP RST. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("connection ended within the handshake");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  private static String describe(Frame frame) {
    return frame.opcode() == CLOSE
        ? "close " + frame.closeCode() + " " + frame.closeReason()
        : "opcode " + frame.opcode();
  }
}
