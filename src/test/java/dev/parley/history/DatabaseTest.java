package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.FAR_FUTURE;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.parley.audit.AuditLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Where a PostgreSQL is used, and where it is not. */
@SuppressWarnings("NullAway.Init") // JUnit calls open
class DatabaseTest {

  /** What a newer version of ours would have noted. */
  static final String NEWER =
      "INSERT INTO parley_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success) SELECT 99, '99', description, type,"
          + " 'V99__more.sql', checksum, installed_by, execution_time, success FROM"
          + " parley_schema_history WHERE version = '1'";

  static final String CHANGED =
      "UPDATE parley_schema_history SET checksum = 42 WHERE version = '1'";

  private static final String SECRET = "s3cret-pass";

  private PostgresStore store;

  @BeforeEach
  void open() {
    store = new PostgresStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What it says: one line, in which no secret stands. */
  static AbstractStringAssert<?> assertUnusable(ThrowingCallable opening) {
    Throwable refusal = catchThrowable(opening);
    assertThat(refusal).isInstanceOf(UnusableDatabaseException.class);
    return assertThat(Objects.requireNonNull(refusal.getMessage()))
        .isNotBlank()
        .doesNotContain("\n", "null", SECRET)
        .hasSizeLessThan(300);
  }

  // Not there, not ours to use

  @Test
  void aPostgresThatIsDownIsSaidToBe() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertUnusable(() -> connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres"))
        .contains("127.0.0.1:" + port, "refused");
  }

  @Test
  void aWrongPasswordIsSaidToBeOne() throws IOException {
    Postgres.shared().execute("CREATE ROLE locked LOGIN PASSWORD 'another'");
    Postgres.shared().demandPasswordOf("locked");
    assertUnusable(() -> connect(store.url(), "locked")).contains("password", "locked");
    assertUnusable(
            () ->
                Database.postgresql(
                    store.url() + "&user=locked&password=" + SECRET, "", "", THREADS))
        .contains("password", "locked");
  }

  @Test
  void aDatabaseThatIsMissingIsNamed() {
    assertUnusable(() -> connect(Postgres.shared().url().replace("/postgres", "/chat"), "postgres"))
        .contains("chat", "does not exist");
  }

  @Test
  void aUserWhoMayMakeNoTablesIsSaidToBeOne() {
    Postgres.shared().execute("CREATE ROLE poor LOGIN");
    assertUnusable(() -> connect(store.url(), "poor")).contains("permission denied");
    assertThat(store.ask("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"))
        .isEqualTo("0");
  }

  @Test
  void aUserNeedsToMakeTablesOnlyTheFirstTime() {
    Postgres.shared().execute("CREATE ROLE modest LOGIN");
    store.execute("GRANT USAGE, CREATE ON SCHEMA " + store.schema() + " TO modest");
    connect(store.url(), "modest").close();
    store.execute("REVOKE CREATE ON SCHEMA " + store.schema() + " FROM modest");
    try (MessageLog log =
        new SqlMessageLog(
            connect(store.url(), "modest"), Clock.systemUTC(), THREADS, new AuditLog())) {
      result(log.create("room", ANN));
      result(log.append(post("room", ANN, "r")));
      result(log.forget("room", FAR_FUTURE));
      result(log.trim(new MessageLog.Retention(Duration.ZERO, 0)));
    }
  }

  @Test
  void aServerThatIsNoPostgresIsNotUsed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread answering = THREADS.newThread(() -> answer(server));
      answering.start();
      assertUnusable(
          () ->
              connect(
                  "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/postgres",
                  "postgres"));
    }
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertTimeout(
          Duration.ofSeconds(20),
          () ->
              assertUnusable(
                  () ->
                      connect(
                          "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/postgres",
                          "postgres")));
    }
  }

  @Test
  void anotherKindOfUrlIsRefused() {
    assertUnusable(() -> connect("jdbc:mysql://127.0.0.1/chat?password=" + SECRET, "root"))
        .contains("jdbc:postgresql:");
  }

  @Test
  void aUrlThatIsNoneIsRefused() {
    assertUnusable(() -> connect("jdbc:postgresql://127.0.0.1:port/x?password=" + SECRET, "u"));
  }

  @Test
  void tablesOfANewerServerAreLeftAsTheyAre() {
    store.database().close();
    store.execute(NEWER);
    assertUnusable(store::database).contains("newer version");
  }

  @Test
  void tablesThatAreNotThoseThatWeMadeAreLeftAsTheyAre() {
    store.database().close();
    store.execute(CHANGED);
    assertUnusable(store::database);
  }

  @Test
  void halfOfOurTablesWithoutTheirHistoryAreLeftAsTheyAre() {
    store.execute("CREATE TABLE parley_room (x INTEGER)");
    assertUnusable(store::database).contains("parley_room");
  }

  // Beside others

  @Test
  void theTablesOfOthersInTheSchemaAreNotTouched() {
    store.execute(
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO customer VALUES (1, 'Ada')",
        "CREATE VIEW names AS SELECT name FROM customer",
        "CREATE TABLE flyway_schema_history (installed_rank INTEGER)");
    try (MessageLog log = store.open(Clock.systemUTC())) {
      result(log.create("room", ANN));
      result(log.append(post("room", ANN, "r")));
    }
    assertThat(store.ask("SELECT name FROM names")).isEqualTo("Ada");
    assertThat(
            store.ask(
                "SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM"
                    + " information_schema.tables WHERE table_schema = current_schema()"))
        .isEqualTo(
            "customer flyway_schema_history names parley_member parley_message parley_room"
                + " parley_schema_history");
  }

  @Test
  void serversThatStartTogetherMakeTheTablesOnce() {
    Logs.together(
        4,
        i ->
            () -> {
              store.database().close();
              return i;
            });
    assertThat(store.ask("SELECT count(*) FROM parley_schema_history WHERE version = '1'"))
        .isEqualTo("1");
  }

  // The server's data source

  @Test
  void aDataSourceOfTheServersIsUsedAndNotClosed() throws Exception {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(store.url());
    source.setUser(Postgres.USER);
    Postgres.registerDriver();
    try (MessageLog log =
        new SqlMessageLog(Database.of(source), Clock.systemUTC(), THREADS, new AuditLog())) {
      result(log.create("room", ANN));
      result(log.append(post("room", ANN, "r")));
      assertThat(result(log.find("room")).orElseThrow().head()).isEqualTo(1);
    }
    source.getConnection().close();
  }

  @Test
  void aDataSourceOfAnotherDatabaseIsRefused() {
    SQLiteDataSource other = new SQLiteDataSource();
    other.setUrl("jdbc:sqlite::memory:");
    assertUnusable(() -> Database.of(other)).isEqualTo("it is SQLite, and PostgreSQL is needed");
  }

  @Test
  void aDataSourceThatBreaksIsRefused() {
    DataSource broken = new PGSimpleDataSource();
    assertUnusable(() -> Database.of(broken));
  }

  private static Database connect(String url, String user) {
    return Database.postgresql(url, user, SECRET, THREADS);
  }

  private static void answer(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read();
        socket
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException over) {
        return;
      }
    }
  }
}
