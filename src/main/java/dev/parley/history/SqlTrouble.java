package dev.parley.history;

import java.sql.SQLException;
import java.util.Set;

/** What a database says of what went wrong, without what was to be stored. */
final class SqlTrouble {

  private static final int MOST = 200;

  /** TOOBIG, CONSTRAINT, MISMATCH: SQLite has codes of its own, and no SQLSTATE. */
  private static final Set<Integer> SQLITE_IN_DATA = Set.of(18, 19, 20);

  private SqlTrouble() {}

  /**
   * The first line of the innermost SQL error, where there is one: what follows it may quote the
   * row.
   */
  static String inOneLine(Throwable trouble) {
    Throwable teller = teller(trouble);
    String line = String.valueOf(teller.getMessage()).lines().findFirst().orElse("");
    String state =
        teller instanceof SQLException e && e.getSQLState() != null
            ? " [" + e.getSQLState() + "]"
            : "";
    return line.substring(0, Math.min(line.length(), MOST)) + state;
  }

  /** Whether it is one write's own fault, so that others of its batch may succeed. */
  static boolean isInData(Throwable trouble) {
    if (teller(trouble) instanceof SQLException teller) {
      String state = teller.getSQLState();
      return state == null
          ? SQLITE_IN_DATA.contains(teller.getErrorCode())
          : state.startsWith("22") || state.startsWith("23");
    }
    return false;
  }

  private static Throwable teller(Throwable trouble) {
    Throwable teller = trouble;
    for (Throwable t = trouble; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        teller = t;
      }
    }
    return teller;
  }
}
