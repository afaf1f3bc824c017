package dev.parley.bench.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Cuts rooms off in the midst of what they say, and is not over before all are back. */
public final class Storm implements Pace {

  /**
   * What came of it.
   *
   * @param all of all rooms, over the whole time
   * @param untilAllWereBack from the cut
   * @param elsewhere in the rooms that were not cut
   */
  public record Outcome(Result all, Duration untilAllWereBack, Result.Latency elsewhere) {}

  private static final Duration CALM = Duration.ofSeconds(1);

  private final Crowd crowd;
  private final List<Room> interrupted;
  private final Pace pace;
  private final long cutAt = System.nanoTime() + CALM.toNanos();
  private boolean areCut;
  private boolean areBack;
  private long backAt;

  Storm(Crowd crowd, List<Room> interrupted, Pace pace) {
    this.crowd = crowd;
    this.interrupted = interrupted;
    this.pace = pace;
  }

  @Override
  public long post(long now) throws IOException {
    if (!areCut && now >= cutAt) {
      areCut = true;
      crowd.interrupt(interrupted);
    } else if (areCut && !areBack && crowd.areAllOpen()) {
      areBack = true;
      backAt = now;
    }
    return pace.post(now);
  }

  @Override
  public boolean isOver(long now) {
    return areBack && pace.isOver(now);
  }

  Duration untilAllWereBack() {
    return Duration.ofNanos(backAt - cutAt);
  }
}
