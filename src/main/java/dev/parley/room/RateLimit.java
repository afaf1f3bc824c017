package dev.parley.room;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key: so many at once, refilled at so many a second. For any thread.
 *
 * <p>A key's bucket is kept until it is full again, so that going away and coming back gains
 * nothing.
 */
public final class RateLimit {

  private final long perSecond;
  private final long burst;
  private final TimeMeter time;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param perSecond 0 for no limit
   * @param burst how many at once after a pause, at least 1
   * @param nanoTime as {@link System#nanoTime}
   */
  public RateLimit(long perSecond, long burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.time = new NanoTime(nanoTime);
  }

  /**
   * Takes one.
   *
   * @return zero if there was one; otherwise how long to wait for it
   */
  public Duration take(String key) {
    if (perSecond == 0) {
      return Duration.ZERO;
    }
    ConsumptionProbe probe =
        buckets.computeIfAbsent(key, k -> bucket()).tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  /** Forgets the keys whose bucket is full; to be called now and then. */
  public void sweep() {
    buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= burst);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  private record NanoTime(LongSupplier source) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return source.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
