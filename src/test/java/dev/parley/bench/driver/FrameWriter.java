package dev.parley.bench.driver;

import java.nio.ByteBuffer;

/**
 * Makes a client's frames in one buffer, each in the place of the one before. Their mask is zero,
 * which changes nothing for a server and spares the driver the work.
 */
final class FrameWriter {

  private static final int MOST = 16_384;
  private static final int LONGEST_HEADER = 8;
  private static final int SHORTEST_HEADER = 6;
  private static final int LONGEST_IN_7_BITS = 125;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_OF_16_BITS = 126;

  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HEADER + MOST);

  /** Where the payload goes. */
  ByteBuffer begin() {
    return buffer.clear().position(LONGEST_HEADER);
  }

  /** The frame around what has been put since {@link #begin}. */
  ByteBuffer end(int opcode) {
    int length = buffer.position() - LONGEST_HEADER;
    buffer.flip();
    if (length <= LONGEST_IN_7_BITS) {
      buffer.position(LONGEST_HEADER - SHORTEST_HEADER);
      buffer.put(buffer.position(), (byte) (FIN | opcode));
      buffer.put(buffer.position() + 1, (byte) (MASKED | length));
    } else {
      buffer.put(0, (byte) (FIN | opcode));
      buffer.put(1, (byte) (MASKED | LENGTH_OF_16_BITS));
      buffer.putShort(2, (short) length);
    }
    return buffer;
  }
}
