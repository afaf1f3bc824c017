package dev.parley.room;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What an outbox adds to a socket that takes everything at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {

  private static final Frame FRAME = Frame.of("x".repeat(250));

  /** Both of them; one packs what waits. */
  @Param({"PLAIN", "PARLEY_V1"})
  public Dialect dialect = Dialect.PLAIN;

  /** How many have come before the first is written. */
  @Param({"1", "10"})
  public int waiting;

  private @Nullable Outbox outbox;

  /** Makes it. */
  @Setup
  public void start(Blackhole written) {
    outbox = outbox(dialect, written);
  }

  /** With the limits of the default, to a peer that reads at once. */
  static Outbox outbox(Dialect dialect, Blackhole written) {
    return new Outbox(
        new Outbox.Limits(524_288, Duration.ofSeconds(10)),
        dialect,
        (frame, done) -> {
          written.consume(frame.text());
          done.accept(null);
        },
        failure -> {},
        Runnable::run,
        System::nanoTime);
  }

  /** From offered to written, all that waits. */
  @Benchmark
  public void offerAndDrain() {
    Outbox full = Objects.requireNonNull(outbox);
    for (int i = 0; i < waiting; i++) {
      full.offer(FRAME);
    }
    full.drain();
  }
}
