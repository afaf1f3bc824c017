package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  /** As System.nanoTime, it may begin anywhere. */
  private final AtomicLong nanoTime = new AtomicLong(-7_000_000_000L);

  @Test
  void asManyAsTheBurstMayComeAtOnce() {
    RateLimit limit = limit(10, 20);
    assertThat(IntStream.range(0, 20).mapToObj(i -> limit.take("a"))).containsOnly(Duration.ZERO);
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void theNextMayComeWhenItWasSaid() {
    RateLimit limit = limit(10, 1);
    assertThat(limit.take("a")).isZero();
    Duration wait = limit.take("a");
    assertThat(wait).isEqualTo(Duration.ofMillis(100));

    pass(wait.minusNanos(1));
    assertThat(limit.take("a")).isPositive();
    pass(Duration.ofNanos(1));
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void askingTooEarlyCostsNothing() {
    RateLimit limit = limit(1, 1);
    assertThat(limit.take("a")).isZero();
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(1));
    }
    pass(Duration.ofSeconds(1));
    assertThat(limit.take("a")).isZero();
  }

  @Test
  void aPauseFillsUpToTheBurstAndNoFurther() {
    RateLimit limit = limit(10, 3);
    drain(limit, "a");
    pass(Duration.ofDays(30));
    assertThat(drain(limit, "a")).isEqualTo(3);
  }

  @Property(tries = 200)
  void inTheLongRunNobodyGetsMoreThanBurstAndRate(
      @ForAll @IntRange(min = 1, max = 50) int perSecond,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll List<@IntRange(max = 400) Integer> pausesInMillis) {
    AtomicLong time = new AtomicLong();
    RateLimit limit = new RateLimit(perSecond, burst, time::get);
    long taken = drain(limit, "a");
    assertThat(taken).isEqualTo(burst);
    for (int millis : pausesInMillis) {
      time.addAndGet(Duration.ofMillis(millis).toNanos());
      taken += drain(limit, "a");
      assertThat(taken).isLessThanOrEqualTo(burst + time.get() * perSecond / 1_000_000_000L);
    }
  }

  @Test
  void keysHaveNothingToDoWithEachOther() {
    RateLimit limit = limit(1, 2);
    drain(limit, "a");
    assertThat(limit.take("b")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void aRateOfZeroIsNoLimit() {
    RateLimit limit = limit(0, 1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(limit.take("a")).isZero();
    }
    limit.sweep();
  }

  @Test
  void sweepingForgivesNobody() {
    RateLimit limit = limit(1, 3);
    drain(limit, "a");
    pass(Duration.ofMillis(2999));
    limit.sweep();
    assertThat(drain(limit, "a")).isEqualTo(2);
  }

  @Test
  void sweepingForgetsWhoHasPausedForLongEnough() {
    RateLimit limit = limit(1, 3);
    drain(limit, "a");
    drain(limit, "b");
    pass(Duration.ofSeconds(3));
    assertThat(limit.take("b")).isZero();
    limit.sweep();
    assertThat(keys(limit)).containsExactly("b");
    assertThat(drain(limit, "a")).isEqualTo(3);
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanOne() throws Exception {
    RateLimit limit = limit(1, 500);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> taken = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        taken.add(threads.submit(() -> drain(limit, "a")));
      }
      int sum = 0;
      for (Future<Integer> each : taken) {
        sum += each.get(10, TimeUnit.SECONDS);
      }
      assertThat(sum).isEqualTo(500);
    } finally {
      threads.shutdownNow();
    }
  }

  private RateLimit limit(long perSecond, long burst) {
    return new RateLimit(perSecond, burst, nanoTime::get);
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  /** How many there were. */
  private static int drain(RateLimit limit, String key) {
    int taken = 0;
    while (limit.take(key).isZero()) {
      taken++;
    }
    return taken;
  }

  /** What is remembered shows in nothing but memory. */
  private static Iterable<String> keys(RateLimit limit) {
    try {
      var field = RateLimit.class.getDeclaredField("buckets");
      field.setAccessible(true);
      Map<?, ?> buckets = (Map<?, ?>) Objects.requireNonNull(field.get(limit));
      return buckets.keySet().stream().map(String::valueOf).toList();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("buckets", e);
    }
  }
}
