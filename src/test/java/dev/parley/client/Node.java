package dev.parley.client;

import com.microsoft.playwright.impl.driver.Driver;
import dev.parley.it.browser.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Node that is in Playwright's driver, so that none has to be installed. */
public final class Node {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Holds it, so that it is unpacked only where it is needed, and once. */
  private static final class Unpacked {
    static final String EXECUTABLE =
        Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder().command().get(0);
  }

  private Node() {}

  /**
   * Runs a script to its end.
   *
   * @return what it said
   * @throws AssertionError with that, if it failed
   */
  public static String run(Path script, String... arguments) {
    return run(Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
  }

  static String run(List<String> arguments) {
    List<String> command =
        Stream.concat(Stream.of(Unpacked.EXECUTABLE), arguments.stream()).toList();
    Command.Outcome outcome = Command.run(command, PATIENCE);
    if (!outcome.succeeded()) {
      throw new AssertionError("node " + String.join(" ", arguments) + "\n" + outcome.output());
    }
    return outcome.output();
  }
}
