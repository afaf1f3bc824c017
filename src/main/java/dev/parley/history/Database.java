package dev.parley.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * Where a log's connections come from, with our tables in it.
 *
 * <p>In PostgreSQL the tables stand in the schema that the connection comes with, beside whatever
 * else is there; ours all begin with {@code parley_}.
 */
public final class Database implements AutoCloseable {

  /** For one who writes and a few who read. */
  static final int READERS = 4;

  /** The advisory lock of migrations; any number will do that nobody else uses. */
  private static final long TURN = 7_881_696_469L;

  /** Where servers keep what has a name: there, among an application's own, or as TomEE does. */
  private static final List<String> PLACES = List.of("", "java:comp/env/", "openejb:Resource/");

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final DataSource source;
  private final SqlDialect dialect;
  private final @Nullable SqliteFile file;
  private final AutoCloseable resources;

  private Database(
      DataSource source, SqlDialect dialect, @Nullable SqliteFile file, AutoCloseable resources) {
    this.source = source;
    this.dialect = dialect;
    this.file = file;
    this.resources = resources;
  }

  /**
   * A file of ours: {@code parley.db} in that directory.
   *
   * @param threads for the pool's own
   * @throws UnusableDatabaseException if it cannot be used
   */
  public static Database sqlite(Path directory, ThreadFactory threads) {
    SqliteFile file;
    try {
      file = SqliteFile.open(directory);
    } catch (IOException | LinkageError e) {
      throw new UnusableDatabaseException(e);
    }
    HikariConfig config = config(threads);
    config.setDataSource(file.dataSource());
    config.setMaxLifetime(0);
    return pooled(config, SqlDialect.SQLITE, file);
  }

  /**
   * A PostgreSQL at that JDBC URL, through a pool of ours.
   *
   * @param threads for the pool's own
   * @throws UnusableDatabaseException if it cannot be used
   */
  public static Database postgresql(
      String url, String user, String password, ThreadFactory threads) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new UnusableDatabaseException("only jdbc:postgresql: is known");
    }
    HikariConfig config = config(threads);
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(url);
    if (!user.isEmpty()) {
      config.setUsername(user);
      config.setPassword(password);
    }
    Properties defaults = new Properties();
    defaults.setProperty("reWriteBatchedInserts", "true");
    defaults.setProperty("tcpKeepAlive", "true");
    defaults.setProperty("loginTimeout", String.valueOf(CONNECT.toSeconds()));
    defaults.setProperty("socketTimeout", String.valueOf(ANSWER.toSeconds()));
    defaults.setProperty("ApplicationName", "parley");
    defaults.setProperty("logServerErrorDetail", "false"); // which would quote what was said
    // Planned as the tables are now: a plan from when they were small scans them at every batch
    defaults.setProperty("prepareThreshold", "0");
    config.setDataSourceProperties(defaults);
    return pooled(config, SqlDialect.POSTGRESQL, null);
  }

  /**
   * One that the server has a data source for; its pool, limits and time-outs are the
   * administrator's.
   *
   * @param name in JNDI
   * @throws NamingException if there is no data source of that name
   * @throws UnusableDatabaseException if it cannot be used
   */
  public static Database named(String name) throws NamingException {
    return of(dataSource(name));
  }

  @SuppressWarnings("BanJNDI") // the name is the administrator's
  private static DataSource dataSource(String name) throws NamingException {
    for (String place : PLACES) {
      try {
        return InitialContext.doLookup(place + name);
      } catch (NamingException | ClassCastException elsewhere) {
        // or nowhere
      }
    }
    throw new NameNotFoundException(name);
  }

  static Database of(DataSource source) {
    try (Connection connection = source.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      if (!product.toLowerCase(Locale.ROOT).contains("postgresql")) {
        throw new UnusableDatabaseException("it is " + product + ", and PostgreSQL is needed");
      }
    } catch (SQLException e) {
      throw new UnusableDatabaseException(e);
    }
    return migrated(new Database(source, SqlDialect.POSTGRESQL, null, () -> {}));
  }

  private static HikariConfig config(ThreadFactory threads) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("parley");
    config.setThreadFactory(threads);
    config.setMaximumPoolSize(1 + READERS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT.toMillis());
    return config;
  }

  private static Database pooled(
      HikariConfig config, SqlDialect dialect, @Nullable SqliteFile file) {
    AutoCloseable resources = file == null ? () -> {} : file;
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      release(resources);
      throw new UnusableDatabaseException(e);
    }
    return migrated(
        new Database(
            pool,
            dialect,
            file,
            () -> {
              pool.close();
              deregisterDrivers();
              resources.close();
            }));
  }

  /** Makes or changes our tables, and fails if they are not what we know. */
  private static Database migrated(Database database) {
    try {
      if (database.dialect.isShared()) {
        database.migrateInTurn();
      } else {
        database.migrate();
      }
      return database;
    } catch (FlywayException | SQLException e) {
      database.close();
      throw new UnusableDatabaseException(e);
    } catch (UnusableDatabaseException e) {
      database.close();
      throw e;
    }
  }

  /** Of servers that start together, one after the other. */
  private void migrateInTurn() throws SQLException {
    try (Connection turn = connect();
        Statement wait = turn.createStatement()) {
      turn.setAutoCommit(false);
      try {
        wait.execute("SELECT pg_advisory_xact_lock(" + TURN + ")");
        migrate();
      } finally {
        turn.rollback();
        turn.setAutoCommit(true);
      }
    }
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure(Database.class.getClassLoader())
            .dataSource(source)
            .table("parley_schema_history")
            .locations("classpath:dev/parley/history/" + dialect.name().toLowerCase(Locale.ROOT))
            .failOnMissingLocations(true)
            .baselineOnMigrate(dialect.isShared())
            .baselineVersion("0")
            .loggers(SilentMigrationLog.class.getName())
            .load();
    if (Arrays.stream(flyway.info().applied()).anyMatch(Database::isFuture)) {
      throw new UnusableDatabaseException("its tables are those of a newer version of Parley");
    }
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        throw new UnusableDatabaseException("there are tables in it that are not ours");
      }
      throw e;
    }
  }

  private static boolean isFuture(MigrationInfo applied) {
    MigrationState state = applied.getState();
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  Connection connect() throws SQLException {
    if (file != null) {
      file.requireInPlace();
    }
    return source.getConnection();
  }

  /** Nobody gets this connection again, if it is from a pool of ours. */
  void discard(Connection connection) {
    if (source instanceof HikariDataSource pool) {
      pool.evictConnection(connection);
    }
  }

  SqlDialect dialect() {
    return dialect;
  }

  @Override
  public void close() {
    release(resources);
  }

  private static void release(AutoCloseable resources) {
    try {
      resources.close();
    } catch (Exception e) {
      System.getLogger("dev.parley").log(System.Logger.Level.DEBUG, "closing the database", e);
    }
  }

  /** Drivers register themselves for the whole process, and would outlive the application. */
  private static void deregisterDrivers() throws SQLException {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == Database.class.getClassLoader()) {
        DriverManager.deregisterDriver(driver);
      }
    }
  }
}
