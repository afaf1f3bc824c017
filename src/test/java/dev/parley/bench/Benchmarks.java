package dev.parley.bench;

import dev.parley.bench.Contender.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts servers through shapes, one server after the other and each fresh in each pass, and writes
 * what it reads off into {@code docs/benchmarks.md}.
 *
 * <pre>
 * benchmarks/peers/install
 * mvn verify -DskipITs &amp;&amp; mvn exec:java@benchmarks -Dpasses=5
 * </pre>
 *
 * <p>{@code -Dservers} and {@code -Dshapes} take others than all, with commas between them; ratios
 * are to the first server. See {@link Contender} and {@link Shapes} for their names, and for what
 * else can be said.
 */
public final class Benchmarks {

  private static final int PASSES = Integer.getInteger("passes", 5);

  private static final String SERVERS =
      "parley.v1,plain,bare,cheat-sheet,socket.io,ws,nchan,parley.v1+memory";

  private static final List<Shape> SHAPES = Shapes.all();

  private static final String CONDITIONS =
      "Medians (least–most). JDK %s, %s; server and driver on a core each. All values: [benchmarks.csv](benchmarks.csv)."
          .formatted(System.getProperty("java.version"), System.getProperty("os.arch"));

  private final List<Contender> contenders;
  private final Journal journal = new Journal(Path.of("docs", "benchmarks.csv"));
  private final Map<Shape, Readings> readings = new LinkedHashMap<>();

  private Benchmarks(List<Contender> contenders, List<Shape> shapes) {
    this.contenders = contenders;
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    shapes.forEach(shape -> readings.put(shape, new Readings(today)));
  }

  /** All of it; takes hours unless told otherwise. */
  public static void main(String[] args) throws IOException {
    List<Contender> contenders = listed("servers", SERVERS).stream().map(Contender::new).toList();
    contenders.forEach(Contender::protocol); // none is misspelt, which hours later would be late
    new Benchmarks(contenders, shapes()).run();
  }

  private static List<Shape> shapes() {
    Map<String, Shape> all = new LinkedHashMap<>();
    SHAPES.forEach(shape -> all.put(shape.name(), shape));
    List<String> wanted = listed("shapes", String.join(",", all.keySet()));
    if (!all.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException("shapes are " + all.keySet());
    }
    all.keySet().retainAll(wanted);
    return List.copyOf(all.values());
  }

  private static List<String> listed(String property, String otherwise) {
    return Stream.of(System.getProperty(property, otherwise).split(",")).toList();
  }

  private void run() throws IOException {
    for (int pass = 1; pass <= PASSES; pass++) {
      for (Contender contender : contenders) {
        measure(contender, pass);
      }
      new Report(journal.merge(SHAPES, readings)).write(CONDITIONS);
    }
  }

  /** All shapes on one server; on another one once it has failed. */
  private void measure(Contender contender, int pass) {
    Iterator<Shape> shapes =
        readings.keySet().stream()
            .filter(shape -> shape.suits().test(contender.protocol()))
            .iterator();
    while (shapes.hasNext()) {
      try (Running server = Cores.startOnServers(contender::start)) {
        while (shapes.hasNext() && isMeasured(contender, server, shapes.next(), pass)) {}
      } catch (IOException | UncheckedIOException | IllegalStateException | AssertionError e) {
        say(pass, contender, "all", "failed: " + e.getMessage());
        return;
      }
    }
  }

  /** What fails is left out of this pass. */
  private boolean isMeasured(Contender contender, Running server, Shape shape, int pass) {
    try {
      Map<Metric, Double> values = shape.measurement().of(server);
      Objects.requireNonNull(readings.get(shape)).add(contender.name(), pass, values);
      say(pass, contender, shape.name(), describe(values));
      return true;
    } catch (IOException | UncheckedIOException | IllegalStateException | AssertionError e) {
      say(pass, contender, shape.name(), "failed: " + e.getMessage());
      return false;
    }
  }

  private static String describe(Map<Metric, Double> values) {
    return values.entrySet().stream()
        .map(each -> each.getKey().title() + " " + each.getKey().format(each.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static void say(int pass, Contender contender, String shape, String what) {
    System.out.printf("pass %d  %-24s  %-12s  %s%n", pass, contender.name(), shape, what);
  }
}
