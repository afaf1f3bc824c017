package dev.parley.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small file system, which only root can mount; without it a test is skipped, and says so. */
public final class Tmpfs implements AutoCloseable {

  private final Path directory;

  private Tmpfs(Path directory) {
    this.directory = directory;
  }

  public static Tmpfs mount(Path directory, String options) throws IOException {
    Assumptions.assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()),
        "needs the right to mount a tmpfs");
    return new Tmpfs(directory);
  }

  @Override
  public void close() throws IOException {
    if (!succeeds("umount", directory.toString())
        && !succeeds("umount", "-l", directory.toString())) {
      throw new IOException(directory + " is still mounted");
    }
  }

  private static boolean succeeds(String... command) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false;
    }
    try {
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
