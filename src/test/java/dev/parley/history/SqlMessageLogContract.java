package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.BOB;
import static dev.parley.history.Logs.FAR_FUTURE;
import static dev.parley.history.Logs.PATIENCE;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.appendMany;
import static dev.parley.history.Logs.failure;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static dev.parley.history.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.audit.LogCapture;
import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.history.MessageLog.Retention;
import dev.parley.history.MessageLog.StoredRoom;
import dev.parley.protocol.Message;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a log does that is kept in a database. */
abstract class SqlMessageLogContract extends MessageLogContract {

  private static final String SECRET = "between us";

  @Override
  abstract SqlStore newStore();

  @Override
  final SqlStore store() {
    return (SqlStore) super.store();
  }

  // Kept

  @Test
  void everythingSurvivesARestart() {
    create("room");
    result(log().admit("room", BOB));
    result(log().remove("room", BOB.clientId()));
    List<Message> said =
        results(appendMany(log(), "room", 300)).stream().map(Appended::message).toList();
    StoredRoom empty = create("empty");
    create("forgotten");
    append(post("forgotten", ANN, "r"));
    result(log().forget("forgotten", FAR_FUTURE));
    StoredRoom room = result(log().find("room")).orElseThrow();

    clock.advance(Duration.ofDays(1));
    restart();

    assertThat(room.head()).isEqualTo(300);
    assertThat(room.removed()).containsExactly(BOB.clientId());
    assertThat(result(log().find("room"))).contains(room);
    assertThat(result(log().reopen("room"))).contains(room);
    assertThat(result(log().find("empty"))).contains(empty);
    assertThat(all(log(), "room")).isEqualTo(said);
    assertThat(result(log().append(post("room", ANN, "r7"))))
        .isEqualTo(new Appended(said.get(6), true));
    assertThat(append(post("room", ANN, "next")).seq()).isEqualTo(301);
    assertThat(result(log().create("room", BOB))).isEmpty();
    assertThat(result(log().remove("room", ANN.clientId()))).isTrue();
    assertThat(result(log().find("forgotten"))).isEmpty();
    result(log().trim(FOR_GOOD));
    assertThat(result(log().create("forgotten", ANN))).isPresent();
  }

  @Test
  void aRoomThatNobodyMadeIsNotReopened() {
    assertThat(result(log().reopen("nowhere"))).isEmpty();
  }

  @Test
  void aMessageIsToldWhenEverybodyCanSeeIt() {
    create("room");
    List<String> seen = new CopyOnWriteArrayList<>();
    listener.witness(
        told ->
            seen.add(
                store()
                    .ask(
                        "SELECT count(*) FROM parley_message WHERE room_id = '"
                            + told.roomId()
                            + "' AND seq = "
                            + told.message().seq())));
    results(appendMany(log(), "room", 50));
    assertThat(seen).hasSize(50).containsOnly("1");
  }

  @Test
  void aPostIsStoredOnceWhoeverWritesIt() {
    create("room");
    append(post("room", ANN, "r"));
    assertThatThrownBy(
            () ->
                store()
                    .execute(
                        "INSERT INTO parley_message SELECT room_id, 2, client_id, name, ref,"
                            + " message, sent_at FROM parley_message"))
        .hasRootCauseInstanceOf(SQLException.class);
    assertThat(store().ask("SELECT count(*) FROM parley_message")).isEqualTo("1");
  }

  @Test
  void timesAreKeptToTheMillisecond() {
    clock.set(Instant.parse("2026-12-31T23:59:59.999999999Z"));
    assertThat(create("room").createdAt()).isEqualTo(Instant.parse("2026-12-31T23:59:59.999Z"));
    clock.set(Instant.parse("2027-01-01T00:00:00Z"));
    Message message = append(post("room", ANN, "r"));
    restart();
    assertThat(result(log().find("room")).map(StoredRoom::createdAt))
        .contains(Instant.parse("2026-12-31T23:59:59.999Z"));
    assertThat(all(log(), "room")).containsExactly(message);
    assertThat(message.timestamp()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
  }

  // Transactions

  @Test
  void whatWaitsIsCommittedTogether() {
    AtomicInteger looks = new AtomicInteger();
    restart(
        new Clock() {
          @Override
          public Instant instant() {
            return START.plusMillis(looks.incrementAndGet());
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("UTC only");
          }
        });
    create("room");
    listener.hold(log(), "room");
    List<CompletionStage<Appended>> answers = appendMany(log(), "room", 4000);
    listener.release();
    results(answers);
    assertThat(store().ask("SELECT count(DISTINCT sent_at) FROM parley_message"))
        .as("commits, each of which looks at the clock once")
        .isEqualTo("3");
  }

  @Test
  void ifAWriteCannotBeDoneNothingOfItsTransactionIs() {
    create("room");
    listener.hold(log(), "room");
    List<CompletionStage<?>> lost = new ArrayList<>();
    lost.add(log().append(post("room", ANN, "before")));
    lost.add(log().admit("room", BOB));
    lost.add(log().append(post("room", ANN, "after")));
    store().execute("ALTER TABLE parley_member RENAME TO parley_elsewhere");
    listener.release();
    for (CompletionStage<?> each : lost) {
      assertThat(failure(each)).isInstanceOf(UnavailableException.class);
    }
    store().execute("ALTER TABLE parley_elsewhere RENAME TO parley_member");

    assertThat(seqs(all(log(), "room"))).containsExactly(1L);
    Appended again = result(log().append(post("room", ANN, "after")));
    assertThat(again.repeated()).isFalse();
    assertThat(again.message().seq()).isEqualTo(2);
    assertThat(seqs(listener.told("room"))).containsExactly(1L, 2L);
    assertThat(listener.recoveries()).isEqualTo(1);
  }

  @Test
  void aMessageThatCannotBeStoredIsNoTroubleForTheOthers() {
    create("room");
    store().execute(store().refuse(SECRET));
    listener.hold(log(), "room");
    CompletionStage<Appended> before = log().append(post("room", ANN, "before"));
    CompletionStage<Appended> bad = log().append(new Post("room", ANN, "bad", SECRET));
    CompletionStage<Boolean> removed = log().remove("room", ANN.clientId());
    CompletionStage<Appended> after = log().append(post("room", ANN, "after"));
    try (LogCapture log = LogCapture.open()) {
      listener.release();
      assertThat(failure(bad)).isInstanceOf(UnavailableException.class);
      assertThat(result(before).message().seq()).isEqualTo(2);
      assertThat(result(removed)).isTrue();
      assertThat(result(after).message().seq()).isEqualTo(3);
      assertThat(log.records())
          .extracting(LogRecord::getMessage)
          .noneMatch(line -> line.contains("unavailable") || line.contains("recovered"));
    }
    assertThat(seqs(listener.told("room"))).containsExactly(1L, 2L, 3L);
    assertThat(listener.recoveries()).isZero();
  }

  @Test
  void whatGoesWrongIsToldWithoutWhatWasSaid() {
    create("room");
    store().execute(store().refuse(SECRET));
    CompletionStage<Appended> bad = log().append(new Post("room", ANN, "bad", SECRET));
    Stream<Throwable> causes =
        Stream.iterate(failure(bad), each -> each != null, each -> each.getCause());
    assertThat(causes).isNotEmpty().noneMatch(each -> String.valueOf(each).contains(SECRET));
  }

  @Test
  void theLogTellsOnceThatItIsAwayAndOnceThatItIsBack() {
    create("room");
    try (LogCapture log = LogCapture.open()) {
      store().execute("ALTER TABLE parley_message RENAME TO parley_elsewhere");
      for (int i = 0; i < 3; i++) {
        assertThat(failure(log().append(post("room", ANN, "r"))))
            .isInstanceOf(UnavailableException.class)
            .message()
            .isNotBlank()
            .doesNotContain("null", "\n");
      }
      store().execute("ALTER TABLE parley_elsewhere RENAME TO parley_message");
      append(post("room", ANN, "r"));
      append(post("room", ANN, "s"));
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0))
          .startsWith("log_unavailable reason=\"")
          .contains("parley_message");
      assertThat(log.lines().get(1)).isEqualTo("log_recovered");
    }
    assertThat(listener.recoveries()).isEqualTo(1);
  }

  // When somebody else holds the database up

  @Test
  void whoReadsDoesNotWaitForWhoWrites() throws SQLException {
    create("room");
    append(post("room", ANN, "r"));
    CompletionStage<Appended> waiting;
    try (SqlStore.Lock lock = store().lockOutWriters()) {
      assertThat(lock).isNotNull();
      waiting = log().append(post("room", ANN, "s"));
      assertThat(result(log().find("room"))).isPresent();
      assertThat(result(log().reopen("room"))).isPresent();
      assertThat(seqs(result(log().after("room", 0, 10)))).containsExactly(1L);
      assertThat(seqs(result(log().before("room", 9, 10)))).containsExactly(1L);
      assertThat(result(log().unusedSince(START.plusSeconds(1), 10))).containsExactly("room");
      assertThat(waiting.toCompletableFuture()).isNotDone();
    }
    assertThat(result(waiting).message().seq()).isEqualTo(2);
  }

  @Test
  void noCallWaitsForALockedDatabase() throws SQLException {
    create("room");
    List<CompletionStage<Appended>> waiting = new ArrayList<>();
    try (SqlStore.Lock lock = store().lockOutWriters()) {
      assertThat(lock).isNotNull();
      assertTimeoutPreemptively(
          Duration.ofSeconds(3), () -> waiting.addAll(appendMany(log(), "room", 1000)));
      assertThat(waiting).noneMatch(each -> each.toCompletableFuture().isDone());
    }
    assertThat(results(waiting)).hasSize(1000);
    assertThat(seqs(all(log(), "room"))).isEqualTo(range(1, 1000));
  }

  @Test
  void closingALockedDatabaseEndsAndLeavesNobodyWithoutAnAnswer() throws SQLException {
    create("room");
    List<CompletionStage<Appended>> waiting = new ArrayList<>();
    try (SqlStore.Lock lock = store().lockOutWriters()) {
      assertThat(lock).isNotNull();
      waiting.addAll(appendMany(log(), "room", 1000));
      assertTimeoutPreemptively(PATIENCE, () -> log().close());
      for (CompletionStage<?> each : waiting) {
        assertThat(failure(each)).isInstanceOf(UnavailableException.class);
      }
    }
    restart();
    assertThat(all(log(), "room")).isEmpty();
  }

  // Trimmed

  @Test
  void whoPostsDoesNotWaitUntilAllIsTrimmed() {
    create("room");
    results(appendMany(log(), "room", 2600));
    listener.hold(log(), "room");
    CompletionStage<Void> trimmed = log().trim(new Retention(Duration.ZERO, 10));
    CompletionStage<Boolean> inBetween =
        log()
            .append(post("room", ANN, "in between"))
            .thenApply(it -> !trimmed.toCompletableFuture().isDone());
    listener.release();
    assertThat(result(inBetween)).isTrue();
    result(trimmed);
    assertThat(seqs(all(log(), "room"))).isEqualTo(range(2593, 2602));
  }

  @Test
  void whatATrimHasNotReachedIsTrimmedAfterARestart() {
    create("room");
    results(appendMany(log(), "room", 2600));
    listener.hold(log(), "room");
    CompletionStage<Void> trimmed = log().trim(new Retention(Duration.ZERO, 10));
    store().execute("ALTER TABLE parley_message RENAME TO parley_elsewhere");
    listener.release();
    assertThat(failure(trimmed)).isInstanceOf(UnavailableException.class);
    store().execute("ALTER TABLE parley_elsewhere RENAME TO parley_message");
    restart();
    result(log().trim(new Retention(Duration.ZERO, 10)));
    assertThat(seqs(all(log(), "room"))).isEqualTo(range(2592, 2601));
  }

  @Test
  void nothingIsLeftOfAForgottenRoom() {
    create("room");
    result(log().admit("room", BOB));
    append(post("room", ANN, "r"));
    result(log().forget("room", FAR_FUTURE));
    result(log().trim(FOR_GOOD));
    for (String table : List.of("parley_room", "parley_member", "parley_message")) {
      assertThat(store().ask("SELECT count(*) FROM " + table)).as(table).isEqualTo("0");
    }
  }
}
