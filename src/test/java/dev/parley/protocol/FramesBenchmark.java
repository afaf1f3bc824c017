package dev.parley.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
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

/** What a message costs on its way between text and frame; each is done once, whoever receives. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramesBenchmark {

  private static final String TEXT = "x".repeat(100);

  /** Both of them. */
  @Param({"PLAIN", "PARLEY_V1"})
  public Dialect dialect = Dialect.PLAIN;

  private final Member ann = new Member("5f0c9bd2-7f5c-4b9e-9d0e-0c3c5b1f6a11", "Ann");
  private long seq;

  private List<Frame> waiting = List.of();

  /** Makes what waits. */
  @Setup
  public void start() {
    Frame frame = Objects.requireNonNull(encode());
    waiting = Collections.nCopies(dialect.packs() ? 10 : 1, frame);
  }

  /** Of a post that comes in. */
  @Benchmark
  public ClientFrame decode() {
    return dialect.decode("{\"type\":\"post\",\"ref\":\"7f3a\",\"message\":\"" + TEXT + "\"}");
  }

  /** Of a message that goes out, each with a time of its own. */
  @Benchmark
  public @Nullable Frame encode() {
    seq++;
    Instant time = Instant.ofEpochMilli(seq);
    return dialect.encode(new ServerEvent.Said(new Message(seq, "7f3a", ann, TEXT, time)));
  }

  /** Of ten that have waited together, where the dialect lets them travel so. */
  @Benchmark
  public Frame pack() {
    return dialect.pack(waiting);
  }
}
