package dev.parley.reliability;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A small disk of its own, which is full at times; for root, who alone may mount one. */
final class DiskFull implements Fault, AutoCloseable {

  private static final int SYS_ADMIN = 21;
  private static final Duration HOLD = Duration.ofSeconds(3);

  private final Path directory;
  private final Path ballast;

  private DiskFull(Path directory) {
    this.directory = directory;
    this.ballast = directory.resolve("ballast");
  }

  /** Whether this process may mount a disk: on Linux, where it has that capability. */
  static boolean isPossible() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(capabilities -> (capabilities >> SYS_ADMIN & 1) == 1);
    } catch (IOException notLinux) {
      return false;
    }
  }

  /** Mounts a disk of that size in memory. */
  static DiskFull mount(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    return new DiskFull(directory);
  }

  @Override
  public String name() {
    return "disk full";
  }

  /** Fills it to the last byte, and lets it be felt for a while. */
  @Override
  public void strike() {
    byte[] zeros = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      long most = Files.getFileStore(directory).getTotalSpace();
      for (long written = 0; written <= most; written += zeros.length) {
        out.write(zeros);
      }
    } catch (IOException full) {
      // which is what was wanted
    }
    LockSupport.parkNanos(HOLD.toNanos());
  }

  @Override
  public void heal() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", directory.toString());
    Files.delete(directory);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
