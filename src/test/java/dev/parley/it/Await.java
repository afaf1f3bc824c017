package dev.parley.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that cannot tell by itself when it has happened. */
public final class Await {

  private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();

  private Await() {}

  /** Looks until the condition holds; fails if it does not in time. */
  public static void until(Duration patience, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + patience + ": " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
