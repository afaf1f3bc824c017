package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.post;

import dev.parley.audit.AuditLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/** Another process that keeps a log in a directory: prints what becomes of that. */
final class OtherServer {

  static final String OPEN = "open";

  private OtherServer() {}

  /** Opens the directory, and posts without end if it is asked to. */
  public static void main(String[] args) {
    try (Database database = Database.sqlite(Path.of(args[0]), THREADS)) {
      say(OPEN);
      if (args.length > 1) {
        postAll(database, args[1]);
      }
    } catch (UnusableDatabaseException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  /** Says the seq of each message once it is confirmed. */
  private static void postAll(Database database, String roomId) {
    try (MessageLog log = new SqlMessageLog(database, Clock.systemUTC(), THREADS, new AuditLog())) {
      Logs.result(log.create(roomId, ANN));
      for (int batch = 0; true; batch++) {
        Logs.results(
                IntStream.range(batch * 10, batch * 10 + 10)
                    .mapToObj(i -> log.append(post(roomId, ANN, "r" + i)))
                    .toList())
            .forEach(it -> say(String.valueOf(it.message().seq())));
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** The first line that such a process prints. */
  static String opens(Path directory) throws IOException, InterruptedException {
    Process process = start(directory.toString());
    try (BufferedReader lines = output(process)) {
      String line = String.valueOf(lines.readLine());
      process.waitFor();
      return line;
    }
  }

  static Process start(String... args) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            OtherServer.class.getName());
    builder.command().addAll(List.of(args));
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
