package dev.parley.history;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Keeps Flyway's small talk from the server's log. What it fails with is thrown, and told where
 * that is caught; its warnings go to ours. Flyway makes it by its name.
 */
public final class SilentMigrationLog implements LogCreator {

  private static final Logger LOG = System.getLogger("dev.parley");

  @Override
  public Log createLogger(Class<?> clazz) {
    return new Silence();
  }

  private static final class Silence implements Log {

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void notice(String message) {}

    @Override
    public void warn(String message) {
      LOG.log(Level.WARNING, message);
    }

    @Override
    public void error(String message) {
      LOG.log(Level.DEBUG, message);
    }

    @Override
    public void error(String message, Exception e) {
      LOG.log(Level.DEBUG, message, e);
    }
  }
}
