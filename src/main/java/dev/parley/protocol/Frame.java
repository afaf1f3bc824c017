package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text frame ready to be sent, encoded once however many receive it. For any thread; two are
 * equal only if they are the same.
 */
public final class Frame {

  /** An opcode of RFC 6455, section 5.2. */
  private static final int TEXT = 1;

  private static final int FINAL = 0x80;
  private static final int MOST_IN_SEVEN_BITS = 125;
  private static final byte IN_16_BITS = 126;
  private static final byte IN_64_BITS = 127;
  private static final int LONGEST_HEADER = 10;

  private final byte[] wire;
  private final int bytes;

  /** Decoded when somebody asks, perhaps by two threads, to the same. */
  private @Nullable String text;

  private Frame(byte[] wire, int bytes, @Nullable String text) {
    this.wire = wire;
    this.bytes = bytes;
    this.text = text;
  }

  public static Frame of(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return new Frame(wire(TEXT, payload), payload.length, text);
  }

  /** A JSON array of what these hold. */
  static Frame array(List<Frame> elements) {
    int bytes = elements.size() + 1;
    for (Frame element : elements) {
      bytes += element.bytes;
    }
    byte[] wire = begin(TEXT, bytes);
    ByteBuffer text = ByteBuffer.wrap(wire, wire.length - bytes, bytes);
    char separator = '[';
    for (Frame element : elements) {
      text.put((byte) separator).put(element.wire, element.header(), element.bytes);
      separator = ',';
    }
    text.put((byte) ']');
    return new Frame(wire, bytes, null);
  }

  /**
   * A whole frame as a server sends it, without a mask (RFC 6455, section 5.2).
   *
   * @param opcode of a frame that needs no other
   */
  public static byte[] wire(int opcode, byte[] payload) {
    byte[] wire = begin(opcode, payload.length);
    System.arraycopy(payload, 0, wire, wire.length - payload.length, payload.length);
    return wire;
  }

  /** With its header, and room for a payload of that length. */
  private static byte[] begin(int opcode, int length) {
    ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER).put((byte) (FINAL | opcode));
    if (length <= MOST_IN_SEVEN_BITS) {
      header.put((byte) length);
    } else if (length <= Character.MAX_VALUE) {
      header.put(IN_16_BITS).putShort((short) length);
    } else {
      header.put(IN_64_BITS).putLong(length);
    }
    byte[] wire = new byte[header.position() + length];
    header.flip().get(wire, 0, header.limit());
    return wire;
  }

  private int header() {
    return wire.length - bytes;
  }

  /** The size of its text in UTF-8. */
  public int bytes() {
    return bytes;
  }

  public String text() {
    String known = text;
    if (known == null) {
      known = new String(wire, header(), bytes, StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  /** All of it, as a server sends it; read-only, since others send the same. */
  public ByteBuffer wire() {
    return ByteBuffer.wrap(wire).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return bytes + " bytes";
  }
}
