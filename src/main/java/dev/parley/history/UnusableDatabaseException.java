package dev.parley.history;

/** The database cannot serve as a log: it is down, wrong, or not ours to use. One line says why. */
public final class UnusableDatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableDatabaseException(String reason) {
    super(reason);
  }

  UnusableDatabaseException(Throwable cause) {
    super(SqlTrouble.inOneLine(cause), cause);
  }
}
