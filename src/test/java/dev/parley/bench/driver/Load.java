package dev.parley.bench.driver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Lets a crowd post, and measures what comes of it. One load runs after the other. */
public final class Load {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long A_SECOND = Duration.ofSeconds(1).toNanos();

  private final Crowd crowd;
  private final Supplier<Duration> serverCpu;

  /**
   * A load whose cost is read from outside.
   *
   * @param serverCpu what the server's processes have used so far
   */
  public Load(Crowd crowd, Supplier<Duration> serverCpu) {
    this.crowd = crowd;
    this.serverCpu = serverCpu;
  }

  /**
   * As fast as the server can: in each room the next text is posted as soon as the deliveries of
   * all but a few have arrived.
   *
   * @param window how many texts of a room are on their way
   */
  public Result saturate(int window, Duration duration) throws IOException {
    return run(new Saturation(crowd.rooms(), window, System.nanoTime() + duration.toNanos()));
  }

  /** At a rate that does not wait for the server, spread evenly over the rooms. */
  public Result steady(int postsPerSecond, Duration duration) throws IOException {
    return run(steady(crowd.rooms(), postsPerSecond, duration));
  }

  /**
   * The same, while all connections of the first rooms are cut at once, and come back.
   *
   * @param interrupted how many rooms
   */
  public Storm.Outcome storm(int interrupted, int postsPerSecond, Duration duration)
      throws IOException {
    List<Room> others = crowd.rooms().subList(interrupted, crowd.rooms().size());
    Histogram elsewhere = Crowd.histogram();
    Storm storm =
        new Storm(
            crowd,
            crowd.rooms().subList(0, interrupted),
            steady(crowd.rooms(), postsPerSecond, duration));
    Result result = run(storm, () -> others.forEach(room -> room.measureInto(elsewhere)));
    return new Storm.Outcome(result, storm.untilAllWereBack(), Result.Latency.of(elsewhere));
  }

  private static Pace steady(List<Room> rooms, int postsPerSecond, Duration duration) {
    return new Steady(rooms, A_SECOND / postsPerSecond, System.nanoTime(), duration.toNanos());
  }

  private Result run(Pace pace) throws IOException {
    return run(pace, () -> {});
  }

  private Result run(Pace pace, Runnable whenMeasuring) throws IOException {
    Histogram latencies = Crowd.histogram();
    crowd.rooms().forEach(room -> room.measureInto(latencies));
    whenMeasuring.run();
    Crowd.Count before = crowd.count();
    Duration cpu = serverCpu.get();
    Duration driverCpu = driverCpu();
    long start = System.nanoTime();
    for (long now = start; !pace.isOver(now); now = System.nanoTime()) {
      crowd.turn(pace.post(now));
    }
    awaitDeliveries(before.outstanding());
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    Crowd.Count after = crowd.count();
    return new Result(
        after.delivered() - before.delivered(),
        wall,
        serverCpu.get().minus(cpu),
        driverCpu().minus(driverCpu),
        Result.Latency.of(latencies),
        after.outstanding() - before.outstanding(),
        after.doubled() - before.doubled(),
        after.reordered() - before.reordered());
  }

  private static Duration driverCpu() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  private void awaitDeliveries(long lostBefore) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (crowd.count().outstanding() > lostBefore && System.nanoTime() < deadline) {
      crowd.turn(A_SECOND);
    }
  }

  private record Saturation(List<Room> rooms, int window, long end) implements Pace {

    @Override
    public long post(long now) throws IOException {
      for (Room room : rooms) {
        while (room.hasRoomFor(window)) {
          room.post(System.nanoTime());
        }
      }
      return end - now;
    }

    @Override
    public boolean isOver(long now) {
      return now >= end;
    }
  }

  private static final class Steady implements Pace {

    private final List<Room> rooms;
    private final long interval;
    private final long end;
    private long due;
    private int next;

    Steady(List<Room> rooms, long interval, long start, long duration) {
      this.rooms = rooms;
      this.interval = interval;
      this.due = start;
      this.end = start + duration;
    }

    @Override
    public long post(long now) throws IOException {
      while (due <= now) {
        rooms.get(next).post(due);
        next = (next + 1) % rooms.size();
        due += interval;
      }
      return due - now;
    }

    @Override
    public boolean isOver(long now) {
      return now >= end;
    }
  }
}
