package dev.parley.bench;

import dev.parley.bench.Readings.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars of medians, with a line from the least to the most, shape below shape. */
final class Plot {

  private static final int WIDTH = 760;
  private static final int LABELS = 220;
  private static final int BARS = 440;
  private static final int ROW = 20;
  private static final int BAR = 12;
  private static final int HEADING = 40;
  private static final int GAP = 8;

  private final Map<Shape, Readings> readings;
  private final StringBuilder svg = new StringBuilder();
  private int y;

  Plot(Map<Shape, Readings> readings) {
    this.readings = readings;
  }

  String svg() {
    readings.forEach(this::panel);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
        <style>
        text { fill: #1f2328; } rect { fill: #4c78a8; } line { stroke: #1f2328; }
        @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } line { stroke: #e6edf3; } }
        </style>
        %3$s</svg>
        """
        .formatted(WIDTH, y + GAP, svg);
  }

  private void panel(Shape shape, Readings shapes) {
    Metric metric = shapes.metrics().get(0);
    y += HEADING;
    text(GAP, y - GAP, "start", "bold", shape.title() + ": " + metric.title());
    double most =
        shapes.servers().stream()
            .flatMap(server -> shapes.values(server, metric).stream())
            .mapToDouble(value -> value)
            .max()
            .orElse(1);
    for (String server : shapes.servers()) {
      List<Double> values = shapes.values(server, metric);
      if (!values.isEmpty()) {
        row(server, metric, Spread.of(values), BARS / Math.max(most, Double.MIN_NORMAL));
      }
    }
  }

  private void row(String server, Metric metric, Spread spread, double scale) {
    int middle = y + ROW / 2;
    double end = LABELS + spread.most() * scale;
    text(LABELS - GAP, middle + GAP / 2, "end", "normal", server);
    append(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
        LABELS, middle - BAR / 2, Math.max(0, spread.median() * scale), BAR);
    append(
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
        LABELS + spread.least() * scale, end, middle, middle);
    text(end + GAP, middle + GAP / 2, "start", "normal", metric.format(spread.median()));
    y += ROW;
  }

  private void text(double x, int baseline, String anchor, String weight, String words) {
    append(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
        x, baseline, anchor, weight, words);
  }

  private void append(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
