package dev.parley.history;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on 127.0.0.1 that keeps what it has committed. It is stopped when the tests are
 * over at the latest.
 */
final class Postgres implements AutoCloseable {

  static final String USER = "postgres";

  private static final Duration START = Duration.ofMinutes(2);
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static @Nullable Postgres shared;

  private final Path data;
  private final int port;
  private final boolean cleanedUp;
  private EmbeddedPostgres server;

  private Postgres(Path data, int port, boolean cleanedUp) throws IOException {
    this.data = data;
    this.port = port;
    this.cleanedUp = cleanedUp;
    this.server = start(data, port, cleanedUp);
  }

  /** A new one in that directory. */
  static Postgres in(Path directory) throws IOException {
    return new Postgres(directory.resolve("postgres"), freePort(), false);
  }

  /** The one of all tests that do not harm it. */
  static synchronized Postgres shared() {
    Postgres one = shared;
    if (one == null) {
      try {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        one = new Postgres(Files.createTempDirectory(target, "postgres-"), freePort(), true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shared = one;
    }
    return one;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  int port() {
    return port;
  }

  String newSchema() {
    String schema = "test_" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + schema);
    return schema;
  }

  void drop(String schema) {
    execute("DROP SCHEMA " + schema + " CASCADE");
  }

  void execute(String sql) {
    try (Connection connection = connect(url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Anybody else is believed to be who they say. */
  void demandPasswordOf(String user) throws IOException {
    Path rules = data.resolve("pg_hba.conf");
    String before = Files.readString(rules);
    Files.writeString(rules, "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + before);
    execute("SELECT pg_reload_conf()");
  }

  /** As when the power fails, but for the disk. */
  void kill() throws IOException {
    List<String> pidFile = Files.readAllLines(data.resolve("postmaster.pid"));
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pidFile.get(0))).orElseThrow();
    List<ProcessHandle> others = postmaster.children().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    others.forEach(each -> each.onExit().join());
    server.close();
  }

  void restart() throws IOException {
    server = start(data, port, cleanedUp);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Not by way of the DriverManager, since a log that is closed takes its drivers from there. */
  static Connection connect(String url) throws SQLException {
    Properties user = new Properties();
    user.setProperty("user", USER);
    return newDriver().connect(url, user);
  }

  /** For who relies on the DriverManager. */
  static void registerDriver() {
    try {
      DriverManager.registerDriver(newDriver());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Driver newDriver() {
    return ServiceLoader.load(Driver.class).stream()
        .filter(each -> each.type().getName().startsWith("org.postgresql."))
        .findFirst()
        .orElseThrow()
        .get();
  }

  private static EmbeddedPostgres start(Path data, int port, boolean cleanedUp) throws IOException {
    registerDriver(); // which is how it finds out that it is up
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(cleanedUp)
        .setPort(port)
        .setPGStartupWait(START)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
