package dev.parley.bench;

import dev.parley.bench.Readings.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables and a plot of what was read off, put into the docs. */
final class Report {

  private static final Path PAGE = Path.of("docs", "benchmarks.md");
  private static final Path PLOT = Path.of("docs", "benchmarks.svg");
  private static final String NOTHING = "–";

  private final Map<Shape, Readings> readings;

  /**
   * @param readings in the order in which they are to be shown
   */
  Report(Map<Shape, Readings> readings) {
    this.readings = readings;
  }

  /**
   * Replaces the tables and the plot of the last run.
   *
   * @param conditions of this one, in a sentence
   */
  void write(String conditions) throws IOException {
    String tables =
        readings.entrySet().stream()
            .map(each -> table(each.getKey(), each.getValue()))
            .collect(Collectors.joining("\n"));
    new Section(PAGE, "benchmarks")
        .write(
            "%s\n\n![What it costs, shape by shape](%s)\n\n%s\n%s\n%s"
                .formatted(
                    conditions,
                    PLOT.getFileName(),
                    Mark.table(readings),
                    Bound.table(readings),
                    tables));
    Files.writeString(PLOT, new Plot(readings).svg());
  }

  private static String table(Shape shape, Readings readings) {
    List<Metric> metrics = readings.metrics();
    String reference = readings.servers().iterator().next();
    String titles = metrics.stream().map(Metric::title).collect(Collectors.joining(" | "));
    String head =
        "### %s\n\n%s\n\n| | %s | %s : %s, pass by pass |\n%s\n"
            .formatted(
                shape.title(),
                readings.day(),
                titles,
                metrics.get(0).title(),
                reference,
                "| --- ".repeat(metrics.size() + 2) + "|");
    return readings.servers().stream()
        .map(server -> row(server, reference, metrics, readings))
        .collect(Collectors.joining("", head, ""));
  }

  private static String row(
      String server, String reference, List<Metric> metrics, Readings readings) {
    Stream<String> values =
        metrics.stream().map(metric -> cell(readings.values(server, metric), metric));
    String ratios =
        readings.ratios(server, reference, metrics.get(0)).stream()
            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
            .collect(Collectors.joining(", "));
    return Stream.concat(values, Stream.of(ratios))
        .collect(Collectors.joining(" | ", "| " + server + " | ", " |\n"));
  }

  private static String cell(List<Double> values, Metric metric) {
    if (values.isEmpty()) {
      return NOTHING;
    }
    Spread spread = Spread.of(values);
    return "%s (%s–%s)"
        .formatted(
            metric.format(spread.median()),
            metric.format(spread.least()),
            metric.format(spread.most()));
  }
}
