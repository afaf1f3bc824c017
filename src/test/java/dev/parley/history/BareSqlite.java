package dev.parley.history;

import static dev.parley.history.Logs.ANN;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/**
 * What a log in SQLite stands on: messages of 100 characters, written by hand, many in a
 * transaction, each transaction synced. For one thread.
 */
public final class BareSqlite implements AutoCloseable {

  private static final int ROOMS = 100;
  private static final String TEXT = "x".repeat(100);

  private final Connection connection;
  private long count;

  /** Opens a database with one table. */
  public BareSqlite(Path file) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    source.setJournalMode("WAL");
    source.setSynchronous("FULL");
    connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE message (room TEXT, seq INTEGER, client TEXT, name TEXT, ref TEXT,"
              + " text TEXT, sent_at TEXT, PRIMARY KEY (room, seq)) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
  }

  /** Writes so many in one transaction. */
  public void insert(int rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < rows; i++) {
        count++;
        insert.setString(1, "room-" + i % ROOMS);
        insert.setLong(2, count);
        insert.setString(3, ANN.clientId());
        insert.setString(4, ANN.name());
        insert.setString(5, "r" + count);
        insert.setString(6, TEXT);
        insert.setString(7, "2026-11-22T12:00:00.000Z");
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
