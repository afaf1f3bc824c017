package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.BOB;
import static dev.parley.history.Logs.appendMany;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.StoredRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in docs/database.md to be copied can be copied. */
class DatabaseDocumentTest {

  private static final String ROOM = "k7wq-3fmx-9tdc";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:30:00.123Z"), ZoneOffset.UTC);
  private static final Pattern BLOCK = Pattern.compile("(?s)```sql\n(.*?)```");

  @Test
  void itsStatementsWorkInSqlite(@TempDir Path directory) throws IOException {
    check(new SqliteStore(directory), "SQLite");
  }

  @Test
  void itsStatementsWorkInPostgres() throws IOException {
    check(new PostgresStore(), "PostgreSQL");
  }

  private static void check(SqlStore store, String name) throws IOException {
    try (store) {
      try (MessageLog log = store.open(CLOCK)) {
        StoredRoom room = result(log.create(ROOM, ANN)).orElseThrow();
        result(log.admit(ROOM, BOB));
        results(appendMany(log, ROOM, 3));

        List<String> queries = blocks(name, "SELECT");
        assertThat(queries).hasSize(5);
        assertThat(queries).allSatisfy(sql -> assertThat(store.ask(sql)).isNotEqualTo("null"));
        List<String> updates = blocks(name, "UPDATE");
        assertThat(updates).hasSize(1);
        store.execute(updates.get(0));
        assertThat(result(log.find(ROOM)).orElseThrow().epoch()).isNotEqualTo(room.epoch());
      }
    }
  }

  /** Those for that database or for both, without the semicolon. */
  private static List<String> blocks(String name, String verb) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("docs/database.md")))
        .results()
        .map(block -> block.group(1).strip())
        .filter(block -> !block.startsWith("--") || block.startsWith("-- " + name + "\n"))
        .map(block -> block.replaceFirst("^--.*\n", "").strip().replaceFirst(";$", ""))
        .filter(block -> block.startsWith(verb))
        .toList();
  }
}
