package dev.parley.token;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a handshake or a REST call spends on its token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokensBenchmark {

  private static final Member ANN = new Member("5f0c9bd2-7f5c-4b9e-9d0e-0c3c5b1f6a11", "Ann");
  private static final Duration LIFETIME = Duration.ofHours(1);

  private @Nullable Tokens tokens;
  private String token = "";

  /** Makes a key. */
  @Setup
  public void start() throws IOException {
    Path directory = Files.createTempDirectory(Path.of("target"), "keys");
    Clock clock = Clock.systemUTC();
    tokens =
        new Tokens(
            new SigningKeys(directory, Duration.ZERO, LIFETIME, clock, new AuditLog()),
            "urn:example:parley",
            LIFETIME,
            clock);
    token = issue().token();
  }

  /** As for one who joins. */
  @Benchmark
  public IssuedToken issue() {
    return Objects.requireNonNull(tokens).issue(ANN, "k7wq-3fmx-9tdc", Set.of(Tokens.MEMBER));
  }

  /** RS256 with 2048 bits, the claims and the rules. */
  @Benchmark
  public Verification verify() {
    return Objects.requireNonNull(tokens).verify(token);
  }
}
