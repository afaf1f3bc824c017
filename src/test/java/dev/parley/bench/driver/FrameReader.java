package dev.parley.bench.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes apart what a server sends (RFC 6455, section 5.2), in pieces cut anywhere, and keeps none
 * of it but headers and what control frames say.
 */
final class FrameReader {

  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final int LONGEST_HEADER = 10;
  private static final int LONGEST_CONTROL = 125;

  /** Who is told of what comes. */
  interface Sink {

    /** A piece of a message; the array is used again. */
    void payload(byte[] bytes, int from, int to);

    /** The message is whole, with all its fragments. */
    void endOfMessage() throws IOException;

    /** A whole control frame, which may come between the fragments of a message. */
    void control(int opcode, byte[] payload) throws IOException;
  }

  private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
  private final byte[] control = new byte[LONGEST_CONTROL];
  private int controlLength;
  private boolean inPayload;
  private long remaining;

  void read(byte[] bytes, int from, int to, Sink sink) throws IOException {
    int at = from;
    while (at < to) {
      if (inPayload) {
        int end = (int) Math.min(to, at + remaining);
        take(bytes, at, end, sink);
        remaining -= end - at;
        at = end;
      } else {
        header.put(bytes[at]);
        at++;
        beginPayloadIfHeaderIsWhole();
      }
      if (inPayload && remaining == 0) {
        end(sink);
      }
    }
  }

  private void beginPayloadIfHeaderIsWhole() throws IOException {
    if (header.position() < 2) {
      return;
    }
    if ((header.get(0) & RESERVED) != 0 || (header.get(1) & MASKED) != 0) {
      throw new IOException("a frame that is compressed or masked");
    }
    int length = header.get(1) & LENGTH;
    int whole = length == LENGTH_OF_64_BITS ? 10 : length == LENGTH_OF_16_BITS ? 4 : 2;
    if (header.position() == whole) {
      remaining = whole == 10 ? header.getLong(2) : whole == 4 ? header.getChar(2) : length;
      if (isControl() && remaining > LONGEST_CONTROL) {
        throw new IOException("a control frame that is too long");
      }
      inPayload = true;
    }
  }

  private boolean isControl() {
    return (header.get(0) & CONTROL) != 0;
  }

  private void take(byte[] bytes, int from, int to, Sink sink) {
    if (isControl()) {
      System.arraycopy(bytes, from, control, controlLength, to - from);
      controlLength += to - from;
    } else {
      sink.payload(bytes, from, to);
    }
  }

  private void end(Sink sink) throws IOException {
    int first = header.get(0);
    inPayload = false;
    header.clear();
    if ((first & CONTROL) != 0) {
      byte[] payload = Arrays.copyOf(control, controlLength);
      controlLength = 0;
      sink.control(first & OPCODE, payload);
    } else if ((first & FIN) != 0) {
      sink.endOfMessage();
    }
  }
}
