package dev.parley.history;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets directory
class SqliteMessageLogTest extends SqlMessageLogContract {

  @TempDir Path directory;

  @Override
  SqlStore newStore() {
    return new SqliteStore(directory);
  }
}
