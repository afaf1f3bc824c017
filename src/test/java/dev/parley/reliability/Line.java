package dev.parley.reliability;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on a bare socket that one thread both reads and writes: it waits for a frame for as
 * long as asked and no longer, loses nothing by that, and can go in every bad way.
 */
final class Line implements Closeable {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A whole message, or a Close. */
  record Frame(int opcode, byte[] payload) {

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    String closing() {
      return payload.length < 2
          ? "1005"
          : (ByteBuffer.wrap(payload).getShort() & 0xFFFF)
              + " "
              + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
  private byte[] buffer = new byte[16_384];
  private int from;
  private int to;

  private Line(Socket socket) {
    this.socket = socket;
  }

  /**
   * @param receiveBuffer in bytes; a small one lets the server feel a stall soon
   */
  static Line open(InetSocketAddress address, String target, String header, int receiveBuffer)
      throws IOException {
    Socket socket = new Socket();
    Line line = new Line(socket);
    try {
      socket.setReceiveBufferSize(receiveBuffer);
      socket.setTcpNoDelay(true);
      socket.connect(address, (int) PATIENCE.toMillis());
      line.shakeHands(
          "GET "
              + target
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + header
              + "\r\n");
      return line;
    } catch (IOException e) {
      line.reset();
      throw e;
    }
  }

  private void shakeHands(String request) throws IOException {
    out.writeBytes(request.getBytes(StandardCharsets.US_ASCII));
    flush();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int end = endOfHead();
    while (end < 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("no answer to the handshake");
      }
      fill(100);
      end = endOfHead();
    }
    String status =
        new String(buffer, from, Math.min(12, end), StandardCharsets.US_ASCII).substring(9);
    if (!status.equals("101")) {
      throw new IOException("handshake " + status);
    }
    from += end;
  }

  /** The length of the head of the answer, or -1 if it is not all there. */
  private int endOfHead() {
    int end = new String(buffer, from, to - from, StandardCharsets.US_ASCII).indexOf("\r\n\r\n");
    return end < 0 ? -1 : end + 4;
  }

  /**
   * The next message or Close; pings are answered.
   *
   * @return null if none came in time
   * @throws EOFException if the peer is gone without a Close
   */
  @Nullable Frame poll(int millis) throws IOException {
    Frame whole = next();
    if (whole == null && fill(millis)) {
      whole = next();
    }
    return whole;
  }

  /** A whole message out of what has been read, if there is one. */
  private @Nullable Frame next() throws IOException {
    while (to - from >= 2) {
      boolean fin = (buffer[from] & 0x80) != 0;
      int opcode = buffer[from] & 0x0F;
      long length = buffer[from + 1] & 0x7F;
      int header = length == 126 ? 4 : length == 127 ? 10 : 2;
      if (to - from < header) {
        return null;
      }
      if (length == 126) {
        length = ByteBuffer.wrap(buffer).getShort(from + 2) & 0xFFFF;
      } else if (length == 127) {
        length = ByteBuffer.wrap(buffer).getLong(from + 2);
      }
      if (to - from < header + length) {
        makeRoomFor((int) (header + length));
        return null;
      }
      int start = from + header;
      from = start + (int) length;
      byte[] payload = Arrays.copyOfRange(buffer, start, from);
      if (opcode == PING) {
        write(PONG, payload);
        flush();
      } else if (opcode == CLOSE) {
        return new Frame(CLOSE, payload);
      } else if (opcode == TEXT || opcode == CONTINUATION) {
        fragments.writeBytes(payload);
        if (fin) {
          Frame whole = new Frame(TEXT, fragments.toByteArray());
          fragments.reset();
          return whole;
        }
      }
    }
    return null;
  }

  private void makeRoomFor(int bytes) {
    if (from + bytes > buffer.length) {
      byte[] larger = bytes > buffer.length ? new byte[2 * bytes] : buffer;
      System.arraycopy(buffer, from, larger, 0, to - from);
      buffer = larger;
      to -= from;
      from = 0;
    }
  }

  private boolean fill(int millis) throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    }
    if (to == buffer.length) {
      makeRoomFor(to - from + 1);
    }
    socket.setSoTimeout(millis);
    try {
      int read = socket.getInputStream().read(buffer, to, buffer.length - to);
      if (read < 0) {
        throw new EOFException("end of stream");
      }
      to += read;
      return true;
    } catch (SocketTimeoutException nothing) {
      return false;
    }
  }

  /** Waits for {@link #flush}. */
  void write(String text) {
    write(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(int opcode, byte[] payload) {
    out.write(0x80 | opcode);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    }
    out.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ MASK[i % 4]);
    }
  }

  void flush() throws IOException {
    if (out.size() > 0) {
      byte[] bytes = out.toByteArray();
      out.reset();
      socket.getOutputStream().write(bytes);
    }
  }

  /** Goes as a client should. */
  void hangUp() throws IOException {
    write(CLOSE, new byte[] {0x03, (byte) 0xE8});
    flush();
    close();
  }

  /** Vanishes with a TCP RST. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyGone) {
      // which is what was wanted
    }
  }

  /** Drops out with a TCP FIN, and without a Close. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
