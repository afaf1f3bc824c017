package dev.parley.bench;

import dev.parley.it.browser.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Keeps servers on one core and this process, the driver, on another. A process starts on the core
 * of who starts it, so that a server counts one from its first moment.
 */
final class Cores {

  private static final String SERVERS = System.getProperty("server-core", "0");
  private static final String DRIVERS = System.getProperty("driver-core", "1");

  /** A thread that ends while all are moved one by one stops the moving. */
  private static final String ENDED = "No such process";

  private static final int AGAIN = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Cores() {}

  /** Something that starts a server. */
  interface Start<T> {
    T start() throws IOException;
  }

  static <T> T startOnServers(Start<T> start) throws IOException {
    move(SERVERS);
    try {
      return start.start();
    } finally {
      move(DRIVERS);
    }
  }

  private static void move(String core) {
    String pid = String.valueOf(ProcessHandle.current().pid());
    Command.Outcome outcome = taskset(core, pid);
    for (int again = 0; again < AGAIN && outcome.output().contains(ENDED); again++) {
      outcome = taskset(core, pid);
    }
    if (!outcome.succeeded()) {
      throw new IllegalStateException("taskset, of util-linux: " + outcome.reason());
    }
  }

  private static Command.Outcome taskset(String core, String pid) {
    return Command.run(List.of("taskset", "-acp", core, pid), PATIENCE);
  }
}
