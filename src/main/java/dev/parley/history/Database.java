package dev.parley.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Where a log's connections come from, with our tables in it.
 *
 * <p>In PostgreSQL the tables stand in the schema that the connection comes with, beside whatever
 * else is there; ours all begin with {@code parley_}.
 */
public final class Database implements AutoCloseable {

  /** For one who writes and a few who read. */
  static final int READERS = 4;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final DataSource source;
  private final SqlDialect dialect;
  private final AutoCloseable resources;

  private Database(DataSource source, SqlDialect dialect, AutoCloseable resources) {
    this.source = source;
    this.dialect = dialect;
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
    } catch (IOException | LinkageError | SQLException e) {
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
    config.setDataSourceProperties(defaults);
    return pooled(config, SqlDialect.POSTGRESQL, () -> {});
  }

  /**
   * One that the server has; its pool, limits and time-outs are the administrator's.
   *
   * @throws UnusableDatabaseException if it cannot be used
   */
  public static Database of(DataSource source) {
    try (Connection connection = source.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      if (!product.toLowerCase(Locale.ROOT).contains("postgresql")) {
        throw new UnusableDatabaseException("it is " + product + ", and PostgreSQL is needed");
      }
    } catch (SQLException e) {
      throw new UnusableDatabaseException(e);
    }
    return migrated(new Database(source, SqlDialect.POSTGRESQL, () -> {}));
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

  private static Database pooled(HikariConfig config, SqlDialect dialect, AutoCloseable resources) {
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
            () -> {
              pool.close();
              deregisterDrivers();
              resources.close();
            }));
  }

  /** Makes or changes our tables, and fails if they are not what we know. */
  private static Database migrated(Database database) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(database.source)
          .table("parley_schema_history")
          .locations(
              "classpath:dev/parley/history/" + database.dialect.name().toLowerCase(Locale.ROOT))
          .failOnMissingLocations(true)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .loggers(SilentMigrationLog.class.getName())
          .load()
          .migrate();
      return database;
    } catch (FlywayException e) {
      database.close();
      throw new UnusableDatabaseException(e);
    }
  }

  Connection connect() throws SQLException {
    return source.getConnection();
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
