package dev.parley.bench.driver;

import java.nio.ByteBuffer;

/**
 * What every text begins with: who sends it, its number among theirs, and when it was meant to be
 * sent. All texts are equally long, and found again wherever a server puts them, since no frame has
 * a tilde in any other place.
 */
final class Marker {

  static final int TEXT_BYTES = 100;

  private static final byte START = '~';
  private static final byte PADDING = 'x';
  private static final int SENDER_DIGITS = 6;
  private static final int SEQUENCE_DIGITS = 8;
  private static final int NANOS_DIGITS = 16;
  private static final int END_OF_SENDER = SENDER_DIGITS;
  private static final int END_OF_SEQUENCE = END_OF_SENDER + SEQUENCE_DIGITS;
  private static final int END = END_OF_SEQUENCE + NANOS_DIGITS;

  private Marker() {}

  /** Who is told of the markers that are found. */
  interface Sink {

    /**
     * One more marker.
     *
     * @param nanos as {@link System#nanoTime} counts
     */
    void found(int sender, long sequence, long nanos);
  }

  static void putText(ByteBuffer into, int sender, long sequence, long nanos) {
    int end = into.position() + TEXT_BYTES;
    into.put(START);
    putId(into, sender, sequence);
    putHex(into, nanos, NANOS_DIGITS);
    while (into.position() < end) {
      into.put(PADDING);
    }
  }

  /** What no other text has. */
  static void putId(ByteBuffer into, int sender, long sequence) {
    putHex(into, sender, SENDER_DIGITS);
    putHex(into, sequence, SEQUENCE_DIGITS);
  }

  private static void putHex(ByteBuffer into, long value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      into.put((byte) Character.forDigit((int) (value >>> shift) & 0xF, 16));
    }
  }

  /** Finds markers in bytes that come in pieces, cut anywhere. */
  static final class Scanner {

    private static final int BETWEEN = -1;

    private int digits = BETWEEN;
    private long value;
    private int sender;
    private long sequence;

    void scan(byte[] bytes, int from, int to, Sink sink) {
      for (int at = from; at < to; at++) {
        if (digits != BETWEEN) {
          take(bytes[at], sink);
        } else if (bytes[at] == START) {
          digits = 0;
          value = 0;
        }
      }
    }

    private void take(byte digit, Sink sink) {
      value = value << 4 | Character.digit(digit, 16);
      digits++;
      if (digits == END_OF_SENDER) {
        sender = (int) value;
        value = 0;
      } else if (digits == END_OF_SEQUENCE) {
        sequence = value;
        value = 0;
      } else if (digits == END) {
        digits = BETWEEN;
        sink.found(sender, sequence, value);
      }
    }
  }
}
