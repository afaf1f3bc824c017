package dev.parley.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Programs that tests have started, and that they end by their pids. */
public final class Processes {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Processes() {}

  /** The process and what it has started; a script first, so that it starts nothing any more. */
  public static List<ProcessHandle> family(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Waits for the end of all, who have been told; fails, and kills them, if it does not come. */
  public static void awaitEnd(List<ProcessHandle> all) {
    try {
      for (ProcessHandle each : all) {
        each.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError("does not end: " + all, e);
    }
  }
}
