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
import static dev.parley.history.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.protocol.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets directory
class SqliteFileTest {

  @TempDir Path directory;

  // Durable

  @Test
  void everyConnectionCommitsToTheDisk() throws SQLException {
    try (Database database = open()) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < 1 + Database.READERS; i++) {
        Connection connection = database.connect();
        connections.add(connection);
        assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
        assertThat(pragma(connection, "synchronous")).isEqualTo("2");
      }
      for (Connection each : connections) {
        each.close();
      }
    }
  }

  @Test
  void whatWasConfirmedOutlivesAServerThatIsKilled() throws Exception {
    List<Long> confirmed = new ArrayList<>();
    Process server = OtherServer.start(directory.toString(), "room");
    try (BufferedReader lines = OtherServer.output(server)) {
      assertThat(lines.readLine()).isEqualTo(OtherServer.OPEN);
      while (confirmed.size() < 500) {
        confirmed.add(Long.valueOf(lines.readLine()));
      }
    } finally {
      server.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    try (MessageLog log = new SqliteStore(directory).open(Clock.systemUTC())) {
      List<Message> found = all(log, "room");
      assertThat(seqs(found)).containsAll(confirmed).isEqualTo(range(1, found.size()));
      assertThat(result(log.find("room")).orElseThrow().head()).isEqualTo(found.size());
    }
  }

  @Test
  void nothingIsConfirmedIntoAFileThatIsNotThereAnyMore() throws IOException {
    Path file = directory.resolve("parley.db");
    try (MessageLog log = new SqliteStore(directory).open(Clock.systemUTC())) {
      result(log.create("room", ANN));
      result(log.append(post("room", ANN, "before")));
      Files.move(file, directory.resolve("aside"));
      assertThat(failure(log.append(post("room", ANN, "meanwhile"))))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("not there any more");
      assertThat(failure(log.find("room"))).isInstanceOf(UnavailableException.class);
      assertThat(file).doesNotExist();
      Files.move(directory.resolve("aside"), file);
      assertThat(result(log.append(post("room", ANN, "after"))).message().seq()).isEqualTo(2);
    }
  }

  @Test
  void aFullDiskRefusesPostsAndKeepsTheRest() throws IOException {
    try (Tmpfs small = Tmpfs.mount(directory, "size=6m")) {
      assertThat(small).isNotNull();
      Path ballast = Files.write(directory.resolve("ballast"), new byte[2_500_000]);
      SqliteStore store = new SqliteStore(directory);
      List<Message> confirmed = new ArrayList<>();
      Listener listener = new Listener();
      try (MessageLog log = store.open(Clock.systemUTC())) {
        log.subscribe(listener);
        result(log.create("room", ANN));
        String text = "0123456789".repeat(1000);
        Throwable trouble = null;
        for (int i = 0; trouble == null && i < 2000; i++) {
          var answer = log.append(new Post("room", ANN, "r" + i, text));
          trouble = failure(answer);
          if (trouble == null) {
            confirmed.add(result(answer).message());
          }
        }
        assertThat(trouble)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("SQLITE_FULL");
        for (int i = 0; i < 20; i++) {
          assertThat(failure(log.append(new Post("room", ANN, "full" + i, text))))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("full");
          assertThat(all(log, "room")).isEqualTo(confirmed);
        }

        Files.delete(ballast);
        Appended again = result(log.append(new Post("room", ANN, "full0", text)));
        confirmed.add(again.message());
        assertThat(again.repeated()).isFalse();
        for (int i = 0; i < 50; i++) {
          confirmed.add(result(log.append(post("room", BOB, "r" + i))).message());
        }
        assertThat(all(log, "room")).isEqualTo(confirmed);
        assertThat(seqs(confirmed)).isEqualTo(range(1, confirmed.size()));
        assertThat(listener.told("room")).isEqualTo(confirmed);
        assertThat(listener.recoveries()).isEqualTo(1);
      }
      try (MessageLog log = store.open(Clock.systemUTC())) {
        assertThat(all(log, "room")).isEqualTo(confirmed);
      }
      assertThat(store.ask("PRAGMA integrity_check")).isEqualTo("ok");
    }
  }

  @Test
  void whoeverHeldTheDatabaseUpTheLogGoesOnAsBefore() throws SQLException {
    SqliteStore store = new SqliteStore(directory);
    try (MessageLog log = store.open(Clock.systemUTC())) {
      result(log.create("room", ANN));
      try (SqlStore.Lock lock = store.lockOutWriters()) {
        assertThat(lock).isNotNull();
        assertThat(failure(log.append(post("room", ANN, "r"))))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("SQLITE_BUSY");
      }
      appendMany(log, "room", 20).forEach(Logs::result);
      store.execute("ALTER TABLE parley_room RENAME COLUMN last_used_at TO elsewhere");
      assertThat(failure(log.append(post("room", ANN, "half"))))
          .isInstanceOf(UnavailableException.class);
      store.execute("ALTER TABLE parley_room RENAME COLUMN elsewhere TO last_used_at");
      assertThat(seqs(all(log, "room"))).isEqualTo(range(1, 20));
      assertThat(result(log.append(post("room", ANN, "half"))).message().seq()).isEqualTo(21);
    }
  }

  // One server at a time

  @Test
  void aSecondServerOfThisProcessIsTurnedAwayUntilTheFirstIsGone() {
    Database first = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessage("another server is using " + directory.resolve("parley.db"));
    first.close();
    open().close();
  }

  @Test
  void aSecondServerOfAnotherProcessIsTurnedAwayUntilTheFirstIsGone() throws Exception {
    String refusal = "another server is using " + directory.resolve("parley.db");
    try (Database first = open()) {
      assertThat(first).isNotNull();
      assertThat(OtherServer.opens(directory)).isEqualTo(refusal);
    }
    assertThat(OtherServer.opens(directory)).isEqualTo(OtherServer.OPEN);
  }

  @Test
  void whoWasTurnedAwayTakesNothingFromTheFirst() throws Exception {
    try (Database first = open()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::open).isInstanceOf(UnusableDatabaseException.class);
      assertThatThrownBy(() -> Database.sqlite(directory.resolve("."), THREADS))
          .isInstanceOf(UnusableDatabaseException.class);
      assertThat(OtherServer.opens(directory)).startsWith("another server is using");
    }
  }

  @Test
  void whoCannotUseTheDirectoryDoesNotKeepItFromOthers() throws IOException {
    Files.writeString(directory.resolve("parley.db"), "not a database, but long enough to see it");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(UnusableDatabaseException.class)
          .message()
          .doesNotContain("another server");
    }
    Files.delete(directory.resolve("parley.db"));
    open().close();
  }

  @Test
  void twoDirectoriesAreTwoServers() throws IOException {
    try (Database here = open();
        Database there =
            Database.sqlite(Files.createDirectory(directory.resolve("there")), THREADS)) {
      assertThat(here).isNotSameAs(there);
    }
  }

  // The directory

  @Test
  void nothingButTheDatabaseIsLeftInTheDirectory() throws IOException {
    try (MessageLog log = new SqliteStore(directory).open(Clock.systemUTC())) {
      result(log.create("room", ANN));
      assertThat(files())
          .containsExactlyInAnyOrder(
              "parley.db", "parley.db-shm", "parley.db-wal", "parley.db.lock");
    }
    assertThat(files()).containsExactlyInAnyOrder("parley.db", "parley.db.lock");
  }

  @Test
  void anotherProcessLeavesNoLibraryBehindEither() throws Exception {
    assertThat(OtherServer.opens(directory)).isEqualTo(OtherServer.OPEN);
    assertThat(files()).containsExactlyInAnyOrder("parley.db", "parley.db.lock");
  }

  @Test
  void whatSomebodyElseKeepsThereIsNotTouched() throws IOException {
    Path backup = Files.createDirectory(directory.resolve("sqlite-backups"));
    Files.writeString(backup.resolve("sqlite-monday.db"), "precious");
    Files.writeString(directory.resolve("sqlite-notes.txt"), "precious");
    open().close();
    assertThat(backup.resolve("sqlite-monday.db")).hasContent("precious");
    assertThat(directory.resolve("sqlite-notes.txt")).hasContent("precious");
  }

  @Test
  void whatAServerLeftThatWasKilledAtItsStartIsCleanedUp() throws IOException {
    Path left = Files.createDirectory(directory.resolve(".native-123"));
    Files.writeString(left.resolve("sqlite-3-libsqlitejdbc.so"), "x");
    open().close();
    assertThat(left).doesNotExist();
  }

  @Test
  void aDirectoryWithOddCharactersIsADirectory() throws IOException {
    for (String name :
        List.of("with blank", "a?b=c&d", "100%41", "a#b", "\u00E4\u732B", ":memory:")) {
      Path odd = Files.createDirectory(directory.resolve(name));
      try (MessageLog log = new SqliteStore(odd).open(Clock.systemUTC())) {
        result(log.create("room", ANN));
      }
      assertThat(odd.resolve("parley.db")).as(name).exists();
      try (MessageLog log = new SqliteStore(odd).open(Clock.systemUTC())) {
        assertThat(result(log.find("room"))).as(name).isPresent();
      }
    }
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() {
    assertUnusable(directory.resolve("missing")).contains("missing");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertUnusable(file).contains(file.toString());
  }

  @Test
  void aDirectoryThatNothingMayBeRunFromIsSaidToBeOne() throws Exception {
    try (Tmpfs noexec = Tmpfs.mount(directory, "size=16m,noexec")) {
      assertThat(noexec).isNotNull();
      assertThat(OtherServer.opens(directory))
          .isEqualTo(
              "SQLite's library cannot be loaded from " + directory + ": is it mounted noexec?");
      assertThat(files()).containsOnly("parley.db.lock");
    }
  }

  @Test
  void aDirectoryThatIsReadOnlyIsNamed() throws Exception {
    try (Tmpfs readOnly = Tmpfs.mount(directory, "size=16m,ro")) {
      assertThat(readOnly).isNotNull();
      assertUnusable(directory).contains(directory.toString()).contains("Read-only");
    }
  }

  // The file

  @Test
  void aFileThatIsNoDatabaseIsLeftAsItIs() throws IOException {
    String content = "dear diary, ".repeat(500);
    Files.writeString(directory.resolve("parley.db"), content);
    assertUnusable(directory).contains("SQLITE_NOTADB");
    assertThat(directory.resolve("parley.db")).hasContent(content);
  }

  @Test
  void aDatabaseOfSomebodyElsesIsLeftAsItIs() {
    SqliteStore store = new SqliteStore(directory);
    store.execute("CREATE TABLE cookies (name TEXT)", "INSERT INTO cookies VALUES ('oat')");
    assertUnusable(directory).isEqualTo("there are tables in it that are not ours");
    assertThat(store.ask("SELECT group_concat(name) FROM sqlite_schema")).isEqualTo("cookies");
  }

  @Test
  void anEmptyFileIsAsGoodAsNone() throws IOException {
    Files.createFile(directory.resolve("parley.db"));
    open().close();
  }

  @Test
  void aDatabaseOfANewerServerIsLeftAsItIs() {
    open().close();
    SqliteStore store = new SqliteStore(directory);
    store.execute(DatabaseTest.NEWER);
    assertUnusable(directory).contains("newer version");
    assertThat(store.ask("SELECT count(*) FROM parley_schema_history")).isEqualTo("2");
  }

  @Test
  void aDatabaseWhoseTablesAreNotThoseThatWeMadeIsLeftAsItIs() {
    open().close();
    new SqliteStore(directory).execute(DatabaseTest.CHANGED);
    assertUnusable(directory);
  }

  private Database open() {
    return Database.sqlite(directory, THREADS);
  }

  private static AbstractStringAssert<?> assertUnusable(Path directory) {
    return DatabaseTest.assertUnusable(() -> Database.sqlite(directory, THREADS));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      row.next();
      return row.getString(1);
    }
  }
}
