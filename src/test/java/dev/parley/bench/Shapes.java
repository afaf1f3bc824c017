package dev.parley.bench;

import dev.parley.bench.Contender.Running;
import dev.parley.bench.driver.Crowd;
import dev.parley.bench.driver.Load;
import dev.parley.bench.driver.Protocol;
import dev.parley.bench.driver.Result;
import dev.parley.bench.driver.Storm;
import dev.parley.history.BareSqlite;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All shapes. {@code -Dscale=0.1} makes crowds smaller, for a look at whether all works, and 4
 * makes them larger; {@code -Dseconds} is for how long a load is measured, {@code -Dwarm-up} for
 * how long it runs before.
 */
final class Shapes {

  private static final double SCALE = Double.parseDouble(System.getProperty("scale", "1"));
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm-up", 30));

  /** Before it is measured, on its own core again. */
  private static final Duration AT_HOME = Duration.ofSeconds(2);

  private static final int WINDOW = 8;
  private static final int BATCH = 100;
  private static final Run SATURATED = (load, time) -> load.saturate(32, time);
  private static final Run POSTING = (load, time) -> load.saturate(WINDOW, time);
  private static final int STORM_POSTS = 200;
  private static final double IDLE_BEFORE = 0.05;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_KILOBYTE = 1024;

  private Shapes() {}

  /** A load on a crowd that is connected. */
  private interface Run {
    Result of(Load load, Duration time) throws IOException;
  }

  static List<Shape> all() {
    return List.of(
        fanOut("big-room", "saturated", size(1, 500), SATURATED),
        fanOut("small-rooms", "saturated", size(100, 10), SATURATED),
        fanOut("huge-room", "saturated", size(1, 5_000), (load, time) -> load.saturate(8, time)),
        fanOut("steady", "40 posts a second", size(1, 500), (load, time) -> load.steady(40, time)),
        shape("handshakes", "opened", size(200, 10), Shapes::handshakes),
        shape("idle-2000", "idle", size(200, 10), Shapes::idle),
        shape("idle-10000", "idle", size(1_000, 10), Shapes::idle),
        storm("storm", size(600, 10)),
        posts("posts", "saturated", size(100, 1), Shapes::postedBesideBareSqlite),
        posts(
            "posts-1000",
            "1,000 posts a second",
            size(100, 1),
            (size, server) -> posted(size, server, (load, time) -> load.steady(1_000, time))),
        fanOut("members-1", "saturated", size(1, 125), SATURATED),
        fanOut("members-4", "saturated", size(1, 500), SATURATED),
        fanOut("members-16", "saturated", size(1, 2_000), SATURATED),
        fanOut("rooms-1", "saturated", size(25, 10), SATURATED),
        fanOut("rooms-4", "saturated", size(100, 10), SATURATED),
        fanOut("rooms-16", "saturated", size(400, 10), SATURATED),
        kept("kept-1", 50_000),
        kept("kept-4", 200_000),
        kept("kept-16", 800_000));
  }

  private static Size size(int rooms, int members) {
    return new Size(rooms, members).scaled(SCALE);
  }

  private interface OfSize {
    Map<Metric, Double> of(Size size, Running server) throws IOException;
  }

  private static Shape shape(String name, String what, Size size, OfSize measurement) {
    return new Shape(
        name, size + ", " + what, protocol -> true, server -> measurement.of(size, server));
  }

  private static Shape fanOut(String name, String what, Size size, Run run) {
    return shape(name, what, size, (all, server) -> deliveries(loaded(all, server, run)));
  }

  /** What is acknowledged, of members who are alone in their rooms. */
  private static Shape posts(String name, String what, Size size, OfSize measurement) {
    return new Shape(
        name, size + ", " + what, Protocol::resumes, server -> measurement.of(size, server));
  }

  private static Map<Metric, Double> posted(Size size, Running server, Run run) throws IOException {
    return acknowledgements(loaded(size, server, run));
  }

  private static Map<Metric, Double> postedBesideBareSqlite(Size size, Running server)
      throws IOException {
    Map<Metric, Double> read = posted(size, server, POSTING);
    read.put(Metric.BARE_SQLITE, bareSqlite());
    return read;
  }

  /** On the same disk, by a process that has a core for itself, too. */
  private static double bareSqlite() throws IOException {
    Path directory = Files.createTempDirectory(Path.of("target"), "bare-sqlite");
    try (BareSqlite sqlite = new BareSqlite(directory.resolve("bare.db"))) {
      insert(sqlite, WARM_UP);
      long start = System.nanoTime();
      long rows = insert(sqlite, TIME);
      return rows * NANOS_PER_SECOND / (System.nanoTime() - start);
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      Directories.delete(directory);
    }
  }

  private static long insert(BareSqlite sqlite, Duration time) throws SQLException {
    long end = System.nanoTime() + time.toNanos();
    long rows = 0;
    while (System.nanoTime() < end) {
      sqlite.insert(BATCH);
      rows += BATCH;
    }
    return rows;
  }

  /** The same posts, once the log keeps at least so many messages. */
  private static Shape kept(String name, int messages) {
    return posts(
        name,
        "saturated, %,d messages kept before".formatted(messages),
        size(100, 1),
        (size, server) -> {
          try (Crowd crowd = size.gathered(server)) {
            Load load = new Load(crowd, server.process()::cpu);
            for (long kept = 0; kept < messages * SCALE; ) {
              kept += load.saturate(WINDOW, AT_HOME).deliveries();
            }
            return acknowledgements(load.saturate(WINDOW, TIME));
          }
        });
  }

  private static Shape storm(String name, Size size) {
    int interrupted = size.rooms() * 5 / 6;
    return new Shape(
        name,
        "%s, of which %,d are cut off at once".formatted(size, interrupted * size.members()),
        Protocol::resumes,
        server -> storm(size, interrupted, server));
  }

  private static Result loaded(Size size, Running server, Run run) throws IOException {
    try (Crowd crowd = size.gathered(server)) {
      Load load = new Load(crowd, server.process()::cpu);
      Cores.warmUp(server.process(), () -> run.of(load, WARM_UP));
      run.of(load, AT_HOME);
      return run.of(load, TIME);
    }
  }

  private static Map<Metric, Double> deliveries(Result result) {
    Map<Metric, Double> read = new LinkedHashMap<>();
    read.put(Metric.DELIVERY_COST, cost(result));
    read.put(Metric.DELIVERIES, rate(result));
    putQuality(read, result);
    return read;
  }

  private static Map<Metric, Double> acknowledgements(Result result) {
    Map<Metric, Double> read = new LinkedHashMap<>();
    read.put(Metric.POST_COST, cost(result));
    read.put(Metric.POSTS, rate(result));
    putQuality(read, result);
    return read;
  }

  private static double cost(Result result) {
    return result.cpu().toNanos() / NANOS_PER_MICRO / result.deliveries();
  }

  private static double rate(Result result) {
    return result.deliveries() * NANOS_PER_SECOND / result.wall().toNanos();
  }

  private static void putQuality(Map<Metric, Double> read, Result result) {
    read.put(Metric.MEDIAN, millis(result.latency().median()));
    read.put(Metric.P99, millis(result.latency().p99()));
    read.put(Metric.MAX, millis(result.latency().max()));
    read.put(Metric.FAULTS, (double) result.faults());
    read.put(Metric.SERVER_BUSY, percent(result.cpu(), result.wall()));
    read.put(Metric.DRIVER_BUSY, percent(result.driverCpu(), result.wall()));
  }

  private static double percent(Duration part, Duration whole) {
    return 100.0 * part.toNanos() / whole.toNanos();
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }

  /** Of a crowd that comes and goes until the server is warm, and then once more. */
  private static Map<Metric, Double> handshakes(Size size, Running server) throws IOException {
    List<List<Ticket>> tickets = size.tickets(server);
    Cores.warmUp(
        server.process(),
        () -> {
          long end = System.nanoTime() + WARM_UP.toNanos();
          while (System.nanoTime() < end) {
            come(size.invited(server, tickets));
          }
        });
    come(size.invited(server, tickets));
    try (Crowd crowd = size.invited(server, tickets)) {
      Size.settle(crowd, server);
      Duration cpu = server.process().cpu();
      Duration wall = Size.open(crowd);
      double used = server.process().cpu().minus(cpu).toNanos();
      Map<Metric, Double> read = new LinkedHashMap<>();
      read.put(Metric.HANDSHAKE_COST, used / NANOS_PER_MICRO / size.connections());
      read.put(Metric.HANDSHAKES, size.connections() * NANOS_PER_SECOND / wall.toNanos());
      return read;
    }
  }

  private static void come(Crowd crowd) throws IOException {
    try (crowd) {
      Size.open(crowd);
    }
  }

  /** What connections add, on a server that has had some before. */
  private static Map<Metric, Double> idle(Size size, Running server) throws IOException {
    size.scaled(IDLE_BEFORE).gathered(server).close();
    try (Crowd crowd = size.invited(server)) {
      Size.settle(crowd, server);
      Map<Metric, Double> before = memory(server.process());
      Size.open(crowd);
      Size.settle(crowd, server);
      Map<Metric, Double> added = memory(server.process());
      added.replaceAll(
          (metric, bytes) ->
              (bytes - before.get(metric)) / BYTES_PER_KILOBYTE / size.connections());
      return added;
    }
  }

  private static Map<Metric, Double> memory(ServerProcess process) throws IOException {
    Map<Metric, Double> bytes = new LinkedHashMap<>();
    if (process.isJava()) {
      bytes.put(Metric.LIVE, (double) process.liveBytes());
    }
    bytes.put(Metric.RESIDENT, (double) process.residentBytes());
    return bytes;
  }

  private static Map<Metric, Double> storm(Size size, int interrupted, Running server)
      throws IOException {
    try (Crowd crowd = size.gathered(server)) {
      Load load = new Load(crowd, server.process()::cpu);
      load.steady(STORM_POSTS, WARM_UP);
      Storm.Outcome outcome = load.storm(interrupted, STORM_POSTS, TIME);
      Map<Metric, Double> read = new LinkedHashMap<>();
      read.put(Metric.RETURN, outcome.untilAllWereBack().toNanos() / NANOS_PER_SECOND);
      read.put(Metric.ELSEWHERE, millis(outcome.elsewhere().p99()));
      read.put(Metric.FAULTS, (double) outcome.all().faults());
      return read;
    }
  }
}
