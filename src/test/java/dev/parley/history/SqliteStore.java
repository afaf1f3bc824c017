package dev.parley.history;

import static dev.parley.history.Logs.THREADS;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteDataSource;

final class SqliteStore extends SqlStore {

  private final Path directory;

  SqliteStore(Path directory) {
    this.directory = directory;
  }

  @Override
  Database database() {
    return Database.sqlite(directory, THREADS);
  }

  @Override
  Connection connect() throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + directory.resolve("parley.db"));
    return source.getConnection();
  }

  @Override
  String writeLock() {
    return "UPDATE parley_room SET epoch = epoch";
  }

  @Override
  String refuse(String text) {
    return "CREATE TRIGGER refuse BEFORE INSERT ON parley_message WHEN NEW.message = '"
        + text
        + "' BEGIN SELECT RAISE(ABORT, 'refused'); END";
  }

  @Override
  public void close() {}
}
