package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.Post;
import dev.parley.history.MessageLog.Retention;
import dev.parley.history.MessageLog.StoredRoom;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets directory
class RetirementTest {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final Retention FOR_GOOD = new Retention(Duration.ZERO, 0);
  private static final Retention TEN = new Retention(Duration.ZERO, 10);
  private static final int STEP = 500;

  @TempDir Path directory;

  private final MessageTable messages = new MessageTable(SqlDialect.SQLITE);
  private final RoomTable rooms = new RoomTable(SqlDialect.SQLITE);
  private final Retirement retirement = new Retirement(messages, rooms);
  private Database database;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    database = Database.sqlite(directory, THREADS);
    connection = database.connect();
    try (Statement pragma = connection.createStatement()) {
      pragma.execute("PRAGMA synchronous = OFF"); // nothing here is to outlive the test
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void withNothingToDeleteThereIsOneStep() throws SQLException {
    assertThat(retirement.step(connection, FOR_GOOD, START)).isFalse();
    fill("room", 20, START);
    assertThat(retirement.step(connection, FOR_GOOD, START)).isFalse();
    assertThat(retirement.step(connection, new Retention(Duration.ofDays(1), 20), START)).isFalse();
    assertThat(kept("room")).hasSize(20);
  }

  @Test
  void aStepIsSmall() throws SQLException {
    fill("a", 1300, START);
    fill("b", 700, START);
    List<Integer> left = new ArrayList<>();
    while (retirement.step(connection, TEN, START)) {
      left.add(kept("a").size() + kept("b").size());
    }
    left.add(kept("a").size() + kept("b").size());
    assertThat(left).startsWith(1500, 1000).endsWith(20).hasSizeLessThan(8);
    assertThat(kept("a")).isEqualTo(range(1291, 1300));
    assertThat(kept("b")).isEqualTo(range(691, 700));
  }

  @Test
  void aStepDeletesAsMuchAsItMayAndNoMore() throws SQLException {
    fill("exactly", STEP + 10, START);
    while (retirement.step(connection, TEN, START)) {}
    assertThat(kept("exactly")).isEqualTo(range(STEP + 1, STEP + 10));
    fill("less", STEP + 9, START);
    while (retirement.step(connection, TEN, START)) {}
    assertThat(kept("less")).isEqualTo(range(STEP, STEP + 9));
  }

  @Test
  void forgottenRoomsGoFirstAndWhole() throws SQLException {
    fill("kept", 20, START);
    fill("forgotten", 1100, START);
    rooms.forget(connection, "forgotten", START.plusSeconds(1), START);
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      assertThat(retirement.step(connection, TEN, START)).isTrue();
      left.add(kept("forgotten").size());
      assertThat(kept("kept")).hasSize(20);
    }
    assertThat(left).containsExactly(600, 100, 0);
    assertThat(rooms.create(connection, room("forgotten"))).isTrue();
    assertThat(retirement.step(connection, TEN, START)).isFalse();
    assertThat(kept("kept")).isEqualTo(range(11, 20));
  }

  @Test
  void theNextRoundSeesWhatHasComeSince() throws SQLException {
    IntStream.range(0, 130).forEach(i -> fill("room-" + i, 12, START));
    while (retirement.step(connection, TEN, START)) {}
    append("room-7", 5, START);
    append("room-129", 5, START);
    while (retirement.step(connection, TEN, START)) {}
    assertThat(kept("room-7")).isEqualTo(range(8, 17));
    assertThat(kept("room-129")).isEqualTo(range(8, 17));
    assertThat(kept("room-8")).isEqualTo(range(3, 12));
  }

  @Test
  void whatIsAsOldAsAllowedStays() throws SQLException {
    fill("room", 3, START);
    Retention hour = new Retention(Duration.ofHours(1), 0);
    retirement.step(connection, hour, START.plus(Duration.ofHours(1)));
    assertThat(kept("room")).hasSize(3);
    retirement.step(connection, hour, START.plus(Duration.ofHours(1)).plusMillis(1));
    assertThat(kept("room")).isEmpty();
  }

  @Test
  void aMessageThatIsOldBehindAYoungerOneWaitsForIt() throws SQLException {
    fill("room", 2, START);
    append("room", 2, START.minus(Duration.ofHours(5)));
    retirement.step(connection, new Retention(Duration.ofHours(1), 0), START);
    assertThat(kept("room")).isEqualTo(range(1, 4));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsKeptIsTheLongestSuffixThatTheLimitsAllow(long seed) throws SQLException {
    Random random = new Random(seed);
    List<List<Instant>> said = new ArrayList<>();
    for (int room = 0; room < 60; room++) {
      int count = random.nextInt(5) == 0 ? random.nextInt(1200) : random.nextInt(12);
      List<Instant> times = new ArrayList<>();
      Instant time = START.minus(Duration.ofHours(random.nextInt(72)));
      fill("room-" + room, 0, START);
      for (int i = 0; i < count; i += 1 + i / 2) {
        int many = Math.min(1 + i / 2, count - i);
        append("room-" + room, many, time);
        for (int n = 0; n < many; n++) {
          times.add(time);
        }
        time = time.plus(Duration.ofMinutes(random.nextInt(300)));
      }
      said.add(times);
    }
    Retention retention =
        new Retention(
            Duration.ofHours(random.nextInt(48)), random.nextInt(2) * random.nextLong(300));

    while (retirement.step(connection, retention, START)) {}

    for (int room = 0; room < 60; room++) {
      List<Instant> times = said.get(room);
      int first = 0;
      while (first < times.size() && isDue(retention, times, first)) {
        first++;
      }
      assertThat(kept("room-" + room)).isEqualTo(range(first + 1, times.size()));
    }
  }

  private static boolean isDue(Retention retention, List<Instant> times, int index) {
    boolean tooMany = retention.count() > 0 && times.size() - index > retention.count();
    boolean tooOld =
        !retention.age().isZero() && times.get(index).isBefore(START.minus(retention.age()));
    return tooMany || tooOld;
  }

  private void fill(String roomId, int count, Instant at) {
    try {
      assertThat(rooms.create(connection, room(roomId))).isTrue();
      append(roomId, count, at);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void append(String roomId, int count, Instant at) throws SQLException {
    if (count == 0) {
      return;
    }
    long head = rooms.find(connection, roomId).orElseThrow().head();
    List<Post> posts =
        IntStream.range(0, count).mapToObj(i -> post(roomId, ANN, "r" + (head + i))).toList();
    connection.setAutoCommit(false);
    messages.append(connection, posts, at);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private List<Long> kept(String roomId) throws SQLException {
    return seqs(messages.after(connection, roomId, 0, 10_000));
  }

  private static StoredRoom room(String roomId) {
    return new StoredRoom(roomId, "epoch", START, 0, Set.of());
  }
}
