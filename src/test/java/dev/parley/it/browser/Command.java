package dev.parley.it.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Commands of the system, each with a time limit. */
public final class Command {

  private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);

  private static final Pattern ERROR = Pattern.compile("(?i)\\berror\\b|^E: |\\bfailed\\b");

  private Command() {}

  /** How one ended. */
  public record Outcome(boolean succeeded, String output) {

    /**
     * The line that most likely tells why it failed: the first that speaks of an error, or the
     * last.
     */
    public String reason() {
      List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return lines.stream()
          .filter(line -> ERROR.matcher(line).find())
          .findFirst()
          .orElseGet(() -> lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    }
  }

  /** Runs it to its end, or to the limit, where it is ended with all that it has started. */
  public static Outcome run(List<String> command, Duration limit) {
    try {
      Path output = Files.createTempFile("parley", ".out");
      try {
        return run(command, limit, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(List<String> command, Duration limit, Path output) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      return new Outcome(false, e.getMessage());
    }
    process.getOutputStream().close();
    boolean ended = awaitEnd(process, limit);
    String said = new String(Files.readAllBytes(output), Charset.defaultCharset());
    return ended
        ? new Outcome(process.exitValue() == 0, said)
        : new Outcome(
            false, said + System.lineSeparator() + "ended after " + limit.toSeconds() + " s");
  }

  private static boolean awaitEnd(Process process, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether a program of this name is on the PATH. */
  public static boolean isThere(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  static boolean isWindows() {
    return SYSTEM.startsWith("windows");
  }

  static boolean isMac() {
    return SYSTEM.startsWith("mac");
  }

  public static boolean isRoot() {
    return !isWindows()
        && run(List.of("id", "-u"), Duration.ofSeconds(10)).output().strip().equals("0");
  }

  static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
  }
}
