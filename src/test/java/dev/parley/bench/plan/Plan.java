package dev.parley.bench.plan;

import dev.parley.bench.Section;
import dev.parley.bench.plan.ReconnectStorm.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the tables of {@code docs/capacity.md}: {@code mvn test-compile exec:java@plan}. The same
 * seed makes the same tables.
 */
public final class Plan {

  private static final Path PAGE = Path.of("docs", "capacity.md");
  private static final long SEED = Long.getLong("seed", 1);
  private static final Costs COSTS = Costs.FIRST;

  /** Of a node, of which half is kept for bursts, storms and the next who fails. */
  private static final double CORES = 8;

  private static final double USED = 0.5;
  private static final int MOST_CONNECTIONS = 100_000;
  private static final double SECONDS_PER_HOUR = 3600;

  /** How people talk: how often each posts, and how many are in a room at the same time. */
  private record Habit(String name, double postsPerHour, int audience) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit("an office: 10 posts an hour, 20 in a room", 10, 20),
          new Habit("a busy team: a post a minute, 50 in a room", 60, 50),
          new Habit("an event: a post in 10 minutes, 1,000 in a room", 6, 1_000));

  private Plan() {}

  /** All tables. */
  public static void main(String[] args) throws IOException {
    section("one node").write(oneNode());
    section("nodes").write(nodes());
    section("fan-out").write(fanOut());
    section("storms").write(storms());
  }

  private static Section section(String name) {
    return new Section(PAGE, name);
  }

  private static String oneNode() {
    double micros = CORES * USED * 1e6;
    return table(
        Stream.of("one node carries", "at most"),
        Stream.of(
            Stream.of(
                "deliveries a second, each written by itself", count(micros / COSTS.delivery())),
            Stream.of(
                "deliveries a second, in rooms so busy that they are packed",
                count(micros / COSTS.packed())),
            Stream.of("sockets opened with a token, a second", count(micros / COSTS.handshake())),
            Stream.of(
                "posts a second, stored",
                count(Math.min(COSTS.storedPosts() * USED, micros / COSTS.post()))),
            Stream.of(
                "idle connections in 16 GB", count(16 * 1024 * 1024 / COSTS.idleKilobytes()))));
  }

  private static String nodes() {
    Stream<Stream<String>> rows =
        HABITS.stream()
            .flatMap(
                habit ->
                    Stream.of(100_000, 1_000_000, 10_000_000).map(people -> nodes(habit, people)));
    return table(
        Stream.of(
            "people online, and how they talk",
            "posts a second",
            "deliveries a second",
            "nodes by CPU",
            "nodes by connections",
            "logs"),
        rows);
  }

  private static Stream<String> nodes(Habit habit, int people) {
    double posts = people * habit.postsPerHour() / SECONDS_PER_HOUR;
    double deliveries = posts * habit.audience();
    return Stream.of(
        "%s, %s".formatted(count(people), habit.name()),
        count(posts),
        count(deliveries),
        count(Math.ceil(COSTS.cores(posts, deliveries) / (CORES * USED))),
        count(Math.ceil((double) people / MOST_CONNECTIONS)),
        count(Math.ceil(posts / (COSTS.storedPosts() * USED))));
  }

  private static String fanOut() {
    int people = 100_000;
    double rate = 10 / SECONDS_PER_HOUR;
    int[] sizes = Nodes.sizes(people, 1_000, SEED);
    int[] even = IntStream.generate(() -> 20).limit(people / 20).toArray();
    Stream<Stream<String>> rows =
        Stream.of(1, 2, 4, 10, 30, 100)
            .flatMap(
                nodes ->
                    Stream.of(
                        traffic(nodes, "20 each", even, rate),
                        traffic(nodes, "2 to 1,000, by a power law", sizes, rate)));
    return table(
        Stream.of(
            "nodes",
            "members of a room",
            "posts a second",
            "publications a second, to all nodes",
            "publications for each post",
            "busiest node : average"),
        rows);
  }

  private static Stream<String> traffic(int nodes, String what, int[] sizes, double rate) {
    Nodes.Traffic traffic = new Nodes(nodes, SEED).traffic(sizes, rate);
    return Stream.of(
        count(nodes),
        what,
        count(traffic.posts()),
        count(traffic.publications()),
        decimal(traffic.publications() / traffic.posts()),
        decimal(traffic.busiest() * nodes / traffic.deliveries()));
  }

  private static String storms() {
    return table(
        Stream.of(
            "what happens",
            "cut off",
            "nodes to go to",
            "half are back, s",
            "99 %, s",
            "all, s",
            "longest wait for a node, s",
            "attempts given up"),
        Stream.of(
            storm("one of 3 nodes fails", new Event(50_000, 2, 0, true)),
            storm("one of 10 nodes fails", new Event(50_000, 9, 0, true)),
            storm("one of 100 nodes fails", new Event(50_000, 99, 0, true)),
            storm("the only node restarts, in 15 s", new Event(50_000, 1, 15, true)),
            storm("all of 10 nodes restart at once, in 15 s", new Event(500_000, 10, 15, true)),
            storm("the same, if clients waited for all of it", new Event(500_000, 10, 15, false)),
            storm("as many as two nodes serve in 30 s", new Event(120_000, 2, 0, true))));
  }

  private static Stream<String> storm(String what, Event event) {
    double spare = COSTS.handshakesPerCore() * CORES * USED;
    ReconnectStorm.Outcome outcome = new ReconnectStorm(event, spare, SEED).run();
    return Stream.of(
        what,
        count(event.clients()),
        count(event.nodes()),
        decimal(outcome.median()),
        decimal(outcome.p99()),
        decimal(outcome.last()),
        decimal(outcome.longestWait()),
        count((double) outcome.givenUp()));
  }

  private static String table(Stream<String> titles, Stream<Stream<String>> rows) {
    List<String> head = titles.toList();
    String rule = "| --- ".repeat(head.size()) + "|\n";
    return row(head.stream()) + rule + rows.map(Plan::row).collect(Collectors.joining());
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
