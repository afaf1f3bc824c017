package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.BOB;
import static dev.parley.history.Logs.PATIENCE;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.appendMany;
import static dev.parley.history.Logs.failure;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static dev.parley.history.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.parley.audit.LogCapture;
import dev.parley.history.MessageLog.Appended;
import dev.parley.it.Await;
import dev.parley.protocol.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that goes away, and comes back. */
@SuppressWarnings("NullAway.Init") // JUnit sets directory and calls open
class PostgresGoneTest {

  @TempDir Path directory;

  private final Listener listener = new Listener();
  private Postgres server;
  private MessageLog log;

  @BeforeEach
  void open() throws IOException {
    server = Postgres.in(directory);
    log = new PostgresStore(server).open(Clock.systemUTC());
    log.subscribe(listener);
    result(log.create("room", ANN));
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    server.close();
  }

  @Test
  void whatWasConfirmedIsThereAfterwardsAndTheLogGoesOnByItself() throws Exception {
    List<Appended> confirmed = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch many = new CountDownLatch(300);
    Thread poster =
        THREADS.newThread(
            () -> {
              for (int i = 0; !over.get(); i++) {
                CompletionStage<Appended> answer = log.append(post("room", ANN, "r" + i));
                if (failure(answer) == null) {
                  confirmed.add(result(answer));
                  many.countDown();
                }
              }
            });
    try (LogCapture lines = LogCapture.open()) {
      poster.start();
      many.await();
      server.kill();
      assertTimeout(
          Duration.ofSeconds(12), () -> assertUnavailable(log.append(post("room", BOB, "r"))));
      assertTimeout(Duration.ofSeconds(12), () -> assertUnavailable(log.after("room", 0, 10)));
      over.set(true);
      poster.join(PATIENCE.toMillis());

      server.restart();
      Await.until(
          PATIENCE, "posts again", () -> failure(log.append(post("room", BOB, "again"))) == null);
      Await.until(PATIENCE, "reads again", () -> failure(log.after("room", 0, 1)) == null);
      assertThat(lines.lines()).hasSize(2);
      assertThat(lines.lines().get(0)).startsWith("log_unavailable");
      assertThat(lines.lines().get(1)).isEqualTo("log_recovered");
    }
    List<Message> found = all(log, "room");
    assertThat(found).containsAll(confirmed.stream().map(Appended::message).toList());
    assertThat(seqs(found)).isEqualTo(range(1, found.size()));
    assertThat(found).extracting(Message::ref).doesNotHaveDuplicates();
    results(appendMany(log, "room", 20));
    assertThat(listener.recoveries()).isEqualTo(1);
    assertThat(seqs(listener.told("room"))).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void howeverMuchWaitsItIsRefusedWithinSeconds() throws IOException {
    results(appendMany(log, "room", 10));
    server.kill();
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          List<CompletionStage<?>> asked = new ArrayList<>();
          for (int i = 0; i < 5000; i++) {
            asked.add(log.append(post("room", BOB, "r" + i)));
            if (i < 1000) {
              asked.add(log.after("room", 0, 10));
            }
          }
          for (CompletionStage<?> each : asked) {
            assertUnavailable(each);
          }
        });
  }

  @Test
  void closingItsLogEnds() throws IOException {
    server.kill();
    List<CompletionStage<Appended>> asked = appendMany(log, "room", 100);
    assertTimeout(Duration.ofSeconds(20), () -> log.close());
    for (CompletionStage<?> each : asked) {
      assertUnavailable(each);
    }
  }

  private static void assertUnavailable(CompletionStage<?> answer) {
    assertThat(failure(answer)).isInstanceOf(UnavailableException.class);
  }
}
