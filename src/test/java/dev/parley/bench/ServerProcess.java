package dev.parley.bench;

import dev.parley.it.server.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server uses, as the system tells of its process and all that this has started.
 *
 * @param isJava whether it can be asked for its heap
 */
record ServerProcess(ProcessHandle root, boolean isJava) {

  private static final String RESIDENT = "VmRSS:";
  private static final long BYTES_PER_KILOBYTE = 1024;

  /** User and system time so far. */
  Duration cpu() {
    return family()
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  long residentBytes() throws IOException {
    long bytes = 0;
    for (ProcessHandle each : family().toList()) {
      bytes += residentBytes(each.pid());
    }
    return bytes;
  }

  private static long residentBytes(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"));
    return status.stream()
        .filter(line -> line.startsWith(RESIDENT))
        .map(line -> line.substring(RESIDENT.length()).strip().split(" ")[0])
        .mapToLong(Long::parseLong)
        .map(kilobytes -> kilobytes * BYTES_PER_KILOBYTE)
        .sum();
  }

  /** After a full collection. */
  long liveBytes() {
    return new JavaProcess(root.pid()).liveBytes();
  }

  /** The server's process, and all that it has started. */
  Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(root), root.descendants());
  }
}
