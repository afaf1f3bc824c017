package dev.parley.bench.driver;

/**
 * What has arrived from each sender at each receiver. It remembers the latest {@value Long#SIZE}
 * numbers; what comes later than that is taken for doubled.
 */
final class Ledger {

  private final int senders;
  private final long[] highest;

  /** Bit {@code n}: whether the one that is {@code n} before the highest is there. */
  private final long[] recent;

  private long arrived;
  private long reordered;

  Ledger(int receivers, int senders) {
    this.senders = senders;
    this.highest = new long[receivers * senders];
    this.recent = new long[receivers * senders];
  }

  /**
   * Books an arrival.
   *
   * @param sequence counts from 1
   * @return whether it is the first of this number
   */
  boolean arrive(int receiver, int sender, long sequence) {
    int line = receiver * senders + sender;
    long behind = highest[line] - sequence;
    if (behind < 0) {
      recent[line] = -behind < Long.SIZE ? recent[line] << -behind | 1 : 1;
      highest[line] = sequence;
    } else if (behind < Long.SIZE && (recent[line] & 1L << behind) == 0) {
      recent[line] |= 1L << behind;
      reordered++;
    } else {
      return false;
    }
    arrived++;
    return true;
  }

  /** How many have arrived, each counted once. */
  long arrived() {
    return arrived;
  }

  /** How many of them came after a later one. */
  long reordered() {
    return reordered;
  }
}
