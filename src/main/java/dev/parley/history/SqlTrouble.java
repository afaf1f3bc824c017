package dev.parley.history;

import java.sql.SQLException;

/** What a database says of what went wrong, without what was to be stored. */
final class SqlTrouble {

  private static final int MOST = 200;

  private SqlTrouble() {}

  /**
   * The first line of the innermost SQL error, where there is one: what follows it may quote the
   * row.
   */
  static String inOneLine(Throwable trouble) {
    Throwable teller = trouble;
    for (Throwable t = trouble; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        teller = t;
      }
    }
    String line = String.valueOf(teller.getMessage()).lines().findFirst().orElse("");
    String state = teller instanceof SQLException e ? " [" + e.getSQLState() + "]" : "";
    return line.substring(0, Math.min(line.length(), MOST)) + state;
  }

  /** Whether it is one write's own fault, so that others of its batch may succeed (SQLSTATE). */
  static boolean isInData(SQLException trouble) {
    String state = String.valueOf(trouble.getSQLState());
    return state.startsWith("22") || state.startsWith("23");
  }
}
