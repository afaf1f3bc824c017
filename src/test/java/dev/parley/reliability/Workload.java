package dev.parley.reliability;

import java.util.concurrent.atomic.AtomicLong;

/** How much is to be posted by all clients together, and how fast by each. For any thread. */
final class Workload {

  /** Posts of a client that are under way at a time. */
  final int window;

  /** Between two posts of a client, in nanoseconds; 0 for none. */
  final long pause;

  private final AtomicLong left;
  private final AtomicLong acknowledged = new AtomicLong();

  /**
   * @param rate of each client, posts a second; 0 for no limit
   */
  Workload(long messages, int window, int rate) {
    this.left = new AtomicLong(messages);
    this.window = window;
    this.pause = rate == 0 ? 0 : 1_000_000_000L / rate;
  }

  /** Whether there is another message to post; then the caller does. */
  boolean take() {
    return left.get() > 0 && left.decrementAndGet() >= 0;
  }

  boolean isTaken() {
    return left.get() <= 0;
  }

  void acknowledge() {
    acknowledged.incrementAndGet();
  }

  long acknowledged() {
    return acknowledged.get();
  }
}
