package dev.parley.room;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Instant;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a room does with a message that the log has committed: encoded once, offered to everyone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RoomBenchmark {

  private static final Member AUTHOR = new Member("c-author", "Ann");
  private static final String TEXT = "x".repeat(100);

  /** Both of them. */
  @Param({"PLAIN", "PARLEY_V1"})
  public Dialect dialect = Dialect.PLAIN;

  /** To see that a delivery costs the same in a room of any size. */
  @Param({"50", "200", "800"})
  public int members;

  private @Nullable Room room;
  private long seq;

  /** Brings everyone in. */
  @Setup
  public void start(Blackhole written) {
    Room entered = new Rooms().room();
    for (int i = 0; i < members; i++) {
      Participant participant =
          new Participant(
              new Participant.Arrival(new Member("c-" + i, "Bob"), dialect, null, Rooms.TERMS),
              OutboxBenchmark.outbox(dialect, written),
              why -> {});
      Rooms.await(entered.join(participant));
    }
    room = entered;
  }

  /** From committed to written, to everyone. */
  @Benchmark
  public void tellEveryone() {
    seq++;
    Message message = new Message(seq, "7f3a", AUTHOR, TEXT, Instant.ofEpochMilli(seq));
    Objects.requireNonNull(room).committed(List.of(message));
  }
}
