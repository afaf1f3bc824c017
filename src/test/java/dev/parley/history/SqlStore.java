package dev.parley.history;

import static dev.parley.history.Logs.THREADS;

import dev.parley.audit.AuditLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/** A database, with a way to it that is not the log's. */
abstract class SqlStore implements Store {

  abstract Database database();

  /** Outside any pool of a log, and committing each statement. */
  abstract Connection connect() throws SQLException;

  /** A statement that lets nobody write until the transaction ends in which it is executed. */
  abstract String writeLock();

  /** A statement after which the database takes no message of that text. */
  abstract String refuse(String text);

  @Override
  public final MessageLog open(Clock clock) {
    return new SqlMessageLog(database(), clock, THREADS, new AuditLog());
  }

  final void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The first column of the first row. */
  final String ask(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A transaction of somebody else's, in which nobody else may write. */
  final Lock lock(String statement) throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute(statement);
    }
    return connection::close;
  }

  final Lock lockOutWriters() throws SQLException {
    return lock(writeLock());
  }

  /** Held until it is closed. */
  interface Lock extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }
}
