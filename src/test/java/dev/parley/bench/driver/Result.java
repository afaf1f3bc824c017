package dev.parley.bench.driver;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param deliveries texts that reached a member, each counted once a member
 * @param wall from the first post to the last delivery
 * @param cpu of the server meanwhile, user and system
 * @param driverCpu of the driver, which must have had some of its core left
 * @param lost deliveries that did not come, though they were waited for
 * @param doubled deliveries of what the member had already
 * @param reordered deliveries after a later one of the same sender
 */
public record Result(
    long deliveries,
    Duration wall,
    Duration cpu,
    Duration driverCpu,
    Latency latency,
    long lost,
    long doubled,
    long reordered) {

  /** From the moment at which a text was meant to be posted until it was read. */
  public record Latency(Duration median, Duration p99, Duration max) {

    static Latency of(Histogram nanos) {
      return new Latency(
          Duration.ofNanos(nanos.getValueAtPercentile(50)),
          Duration.ofNanos(nanos.getValueAtPercentile(99)),
          Duration.ofNanos(nanos.getMaxValue()));
    }
  }

  /** All that should not have happened. */
  public long faults() {
    return lost + doubled + reordered;
  }
}
