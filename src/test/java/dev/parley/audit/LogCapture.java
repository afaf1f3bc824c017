package dev.parley.audit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged to {@code dev.parley} while it is open, and kept from the console. */
public final class LogCapture implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.parley");
  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final boolean passedOn = logger.getUseParentHandlers();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LogCapture() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  public static LogCapture open() {
    return new LogCapture();
  }

  public List<LogRecord> records() {
    return List.copyOf(records);
  }

  public List<String> lines() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(passedOn);
  }
}
