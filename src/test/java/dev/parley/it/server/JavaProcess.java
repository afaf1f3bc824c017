package dev.parley.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a running server can be asked from outside, by {@code jcmd} and Linux. */
public record JavaProcess(long pid) {

  /** What is reachable on its heap, in bytes, after a full collection. */
  public long liveBytes() {
    String total =
        jcmd("GC.class_histogram")
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(total.trim().split("\\s+")[2]);
  }

  /** How many class loaders of ours there are, after full collections; one does not see all. */
  public long classLoaders() {
    jcmd("GC.run");
    jcmd("GC.run");
    String everyDeploymentHasIt = "dev.parley.Lifecycle";
    return jcmd("VM.class_hierarchy", everyDeploymentHasIt)
        .filter(line -> line.contains(everyDeploymentHasIt + "/"))
        .count();
  }

  /** How many threads of ours there are. */
  public long threads() {
    return jcmd("Thread.print").filter(line -> line.startsWith("\"parley-")).count();
  }

  /** Whether a thread is in that method, or in one that it has called. */
  public boolean isIn(String method) {
    return jcmd("Thread.print").anyMatch(line -> line.contains(method + "("));
  }

  /** What it takes for the system's, in fact. */
  public Path temporaryDirectory() {
    String property = "java.io.tmpdir=";
    return jcmd("VM.system_properties")
        .filter(line -> line.startsWith(property))
        .map(line -> Path.of(line.substring(property.length())))
        .findFirst()
        .orElseThrow();
  }

  /** Which files of that directory it has open or mapped, as Linux tells. */
  public SortedSet<String> held(Path directory) {
    Path self = Path.of("/proc", String.valueOf(pid));
    SortedSet<String> held = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(self.resolve("fd"))) {
      for (Path each : open) {
        if (Files.isSymbolicLink(each)) { // else closed meanwhile
          held.add(Files.readSymbolicLink(each).toString());
        }
      }
      for (String line : Files.readAllLines(self.resolve("maps"))) {
        held.add(line.replaceFirst("^(\\S+ +){5}", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    held.removeIf(each -> !each.startsWith(directory.toString()));
    return held;
  }

  private Stream<String> jcmd(String... what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(ParleyServer.JAVA_HOME, "bin", "jcmd").toString());
    command.add(String.valueOf(pid));
    command.addAll(List.of(what));
    try {
      Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
