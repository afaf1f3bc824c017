package dev.parley.socket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** Counts frames that cannot be understood: ten in a minute are one too many. For one thread. */
final class BadFrames {

  private static final int MOST = 10;
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final Queue<Long> recent = new ArrayDeque<>(1);

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  BadFrames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Counts another. */
  boolean isOneTooMany() {
    long now = nanoTime.getAsLong();
    recent.removeIf(then -> now - then > WINDOW_NANOS);
    recent.add(now);
    return recent.size() >= MOST;
  }
}
