package dev.parley.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a value of {@code parley.v1} is to be at most, or at least, on each kind of server that was
 * measured: as it is, or beside another of the same pass.
 */
record Bound(String shape, String title, Values values, boolean atMost, double limit) {

  private static final String OURS = "parley.v1";
  private static final String BARE = "bare";

  /** Pass by pass. */
  interface Values {
    List<Double> of(Map<String, Readings> shapes, String shape, String server);
  }

  private static final List<Bound> ALL =
      List.of(
          aboveBare("idle-2000", Metric.LIVE, 3),
          aboveBare("idle-10000", Metric.LIVE, 3),
          new Bound(
              "posts",
              Metric.POSTS.title() + " : " + Metric.BARE_SQLITE.title(),
              (shapes, shape, server) ->
                  Readings.paired(
                      byPass(shapes, shape, server, Metric.POSTS),
                      byPass(shapes, shape, server, Metric.BARE_SQLITE),
                      (ours, bare) -> ours / bare),
              false,
              0.6),
          atMost("posts-1000", Metric.P99, 25),
          atMost("storm", Metric.RETURN, 30),
          atMost("storm", Metric.ELSEWHERE, 250),
          atMost("storm", Metric.FAULTS, 0),
          grown("members", Metric.DELIVERY_COST),
          grown("rooms", Metric.DELIVERY_COST),
          grown("kept", Metric.POST_COST));

  private static Bound atMost(String shape, Metric metric, double limit) {
    return new Bound(
        shape,
        metric.title(),
        (shapes, name, server) -> List.copyOf(byPass(shapes, name, server, metric).values()),
        true,
        limit);
  }

  private static Bound aboveBare(String shape, Metric metric, double limit) {
    return new Bound(
        shape,
        metric.title() + ", above the bare endpoint's",
        (shapes, name, server) ->
            Readings.paired(
                byPass(shapes, name, server, metric),
                byPass(shapes, name, BARE + server.substring(OURS.length()), metric),
                (ours, bare) -> ours - bare),
        true,
        limit);
  }

  /** Sixteen times as many may cost a fifth more, each. */
  private static Bound grown(String what, Metric metric) {
    return new Bound(
        what + "-16",
        metric.title() + ", to " + what + "-1",
        (shapes, name, server) ->
            Readings.paired(
                byPass(shapes, name, server, metric),
                byPass(shapes, what + "-1", server, metric),
                (grown, before) -> grown / before),
        true,
        1.2);
  }

  private static Map<Integer, Double> byPass(
      Map<String, Readings> shapes, String shape, String server, Metric metric) {
    return shapes.getOrDefault(shape, Readings.none()).byPass(server, metric);
  }

  /** A table of those that were measured; empty where none was. */
  static String table(Map<Shape, Readings> readings) {
    Map<String, Readings> shapes =
        readings.entrySet().stream()
            .collect(Collectors.toMap(each -> each.getKey().name(), Map.Entry::getValue));
    String rows = ALL.stream().flatMap(bound -> bound.rows(shapes)).collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : "| | | is | to be | pass by pass |\n| --- | --- | --- | --- | --- |\n" + rows;
  }

  private Stream<String> rows(Map<String, Readings> shapes) {
    return shapes.getOrDefault(shape, Readings.none()).onEachKind(OURS).stream()
        .flatMap(server -> row(server, values.of(shapes, shape, server)));
  }

  private Stream<String> row(String server, List<Double> found) {
    if (found.isEmpty()) {
      return Stream.empty();
    }
    double median = Readings.Spread.of(found).median();
    boolean holds = atMost ? median <= limit : median >= limit;
    String bold = holds ? "**" : "";
    return Stream.of(
        String.format(
            Locale.ROOT,
            "| %s | %s of %s | %s%s%s | %s %s | %s |%n",
            shape,
            title,
            server,
            bold,
            Mark.written(median),
            bold,
            atMost ? "≤" : "≥",
            limit,
            found.stream().map(Mark::written).collect(Collectors.joining(", "))));
  }
}
