package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.THREADS;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a log adds to what it stands on: messages of 100 characters in 100 rooms, 400 on their way,
 * which the log writes in as few transactions as it can; and the same rows written to SQLite by
 * hand, in transactions of 100 and of 400, synced each. On the disk of {@code target}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MessageLogBenchmark {

  private static final int BATCH = 100;
  private static final int ON_THEIR_WAY = 4 * BATCH;
  private static final String TEXT = "x".repeat(100);

  private final List<String> rooms = new ArrayList<>();
  private @Nullable MessageLog sqlite;
  private @Nullable MessageLog memory;
  private @Nullable BareSqlite bare;
  private long count;

  /** Opens both logs, with their rooms, and a database without any. */
  @Setup
  public void start() throws IOException, SQLException {
    Path directory = Files.createTempDirectory(Path.of("target"), "log");
    MessageLog log = new SqliteStore(directory).open(Clock.systemUTC());
    MessageLog other = new MemoryMessageLog(50_000_000, Clock.systemUTC(), THREADS);
    for (int i = 0; i < BATCH; i++) {
      rooms.add("room-" + i);
      Logs.result(log.create(rooms.get(i), ANN));
      Logs.result(other.create(rooms.get(i), ANN));
    }
    sqlite = log;
    memory = other;
    bare = new BareSqlite(directory.resolve("bare.db"));
  }

  /** Closes what can be. */
  @TearDown
  public void stop() throws SQLException {
    Objects.requireNonNull(sqlite).close();
    Objects.requireNonNull(memory).close();
    Objects.requireNonNull(bare).close();
  }

  /** Acknowledged, so many on their way at a time. */
  @Benchmark
  @OperationsPerInvocation(ON_THEIR_WAY)
  public void logInSqlite() {
    append(Objects.requireNonNull(sqlite));
  }

  /** The same. */
  @Benchmark
  @OperationsPerInvocation(ON_THEIR_WAY)
  public void logInMemory() {
    append(Objects.requireNonNull(memory));
  }

  private void append(MessageLog log) {
    List<CompletionStage<Appended>> appended = new ArrayList<>(ON_THEIR_WAY);
    for (int i = 0; i < ON_THEIR_WAY; i++) {
      count++;
      appended.add(log.append(new Post(rooms.get(i % BATCH), ANN, "r" + count, TEXT)));
    }
    appended.forEach(Logs::result);
  }

  /** A transaction. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void bareSqliteBy100() throws SQLException {
    Objects.requireNonNull(bare).insert(BATCH);
  }

  /** A transaction. */
  @Benchmark
  @OperationsPerInvocation(ON_THEIR_WAY)
  public void bareSqliteBy400() throws SQLException {
    Objects.requireNonNull(bare).insert(ON_THEIR_WAY);
  }
}
