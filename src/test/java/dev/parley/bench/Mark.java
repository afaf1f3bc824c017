package dev.parley.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far we want to be ahead of a peer: as many times as its value is ours, in the same pass.
 *
 * @param ours on each kind of server that was measured
 * @param peer {@code bare} stands for the one on the same kind of server
 */
record Mark(String shape, String ours, String peer, Metric metric, double least) {

  private static final String V1 = "parley.v1";
  private static final String PLAIN = "plain";
  private static final String BARE = "bare";
  private static final String CHEAT_SHEET = "cheat-sheet";
  private static final String SOCKET_IO = "socket.io";

  private static final List<Mark> ALL =
      List.of(
          new Mark("big-room", V1, SOCKET_IO, Metric.DELIVERY_COST, 5),
          new Mark("big-room", V1, CHEAT_SHEET, Metric.DELIVERY_COST, 4),
          new Mark("big-room", V1, "nchan", Metric.DELIVERY_COST, 1),
          new Mark("big-room", PLAIN, CHEAT_SHEET, Metric.DELIVERY_COST, 1),
          new Mark("small-rooms", V1, SOCKET_IO, Metric.DELIVERY_COST, 3),
          new Mark("small-rooms", V1, CHEAT_SHEET, Metric.DELIVERY_COST, 2),
          new Mark("small-rooms", PLAIN, CHEAT_SHEET, Metric.DELIVERY_COST, 0.8),
          new Mark("steady", V1, "nchan", Metric.P99, 0.5),
          new Mark("steady", V1, "ws", Metric.DELIVERY_COST, 1),
          new Mark("steady", PLAIN, SOCKET_IO, Metric.P99, 1),
          new Mark("handshakes", V1, BARE, Metric.HANDSHAKE_COST, 0.8));

  /** A table of those that were measured; empty where none was. */
  static String table(Map<Shape, Readings> readings) {
    String rows = ALL.stream().flatMap(mark -> mark.rows(readings)).collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : "| | | times as much | to be | pass by pass |\n| --- | --- | --- | --- | --- |\n" + rows;
  }

  private Stream<String> rows(Map<Shape, Readings> readings) {
    return readings.entrySet().stream()
        .filter(each -> each.getKey().name().equals(shape))
        .flatMap(each -> rows(each.getValue()));
  }

  private Stream<String> rows(Readings readings) {
    return readings.onEachKind(ours).stream().flatMap(name -> row(name, readings).stream());
  }

  private Optional<String> row(String name, Readings readings) {
    String other = peer.equals(BARE) ? BARE + name.substring(ours.length()) : peer;
    List<Double> ratios =
        readings.servers().contains(other) ? readings.ratios(other, name, metric) : List.of();
    if (ratios.isEmpty()) {
      return Optional.empty();
    }
    double median = Readings.Spread.of(ratios).median();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "| %s | %s of %s : %s | %s%.2f%s | %s | %s |%n",
            shape,
            metric.title(),
            other,
            name,
            median < least ? "" : "**",
            median,
            median < least ? "" : "**",
            least,
            ratios.stream().map(Mark::written).collect(Collectors.joining(", "))));
  }

  static String written(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
