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
    move(ProcessHandle.current(), SERVERS);
    try {
      return start.start();
    } finally {
      move(ProcessHandle.current(), DRIVERS);
    }
  }

  /** Something that prepares a server for being measured. */
  interface WarmUp {
    void run() throws IOException;
  }

  /**
   * Lets a server have the driver's core, too, while it is warmed up: on one that is full, a
   * compiler would be at it for minutes.
   */
  static void warmUp(ServerProcess server, WarmUp warmUp) throws IOException {
    server.family().forEach(each -> move(each, SERVERS + "," + DRIVERS));
    try {
      warmUp.run();
    } finally {
      server.family().forEach(each -> move(each, SERVERS));
    }
  }

  private static void move(ProcessHandle process, String core) {
    String pid = String.valueOf(process.pid());
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
