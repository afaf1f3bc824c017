package dev.parley.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What was read off of all servers in one shape, pass by pass. */
final class Readings {

  private final LocalDate day;
  private final Map<String, Map<Integer, Map<Metric, Double>>> byServer = new LinkedHashMap<>();

  /**
   * @param day on which they are read off
   */
  Readings(LocalDate day) {
    this.day = day;
  }

  /** Of a shape that was never run. */
  static Readings none() {
    return new Readings(LocalDate.EPOCH);
  }

  /** Takes a single value. */
  interface Each {
    void take(String server, int pass, Metric metric, double value);
  }

  /** Values of all passes, as one writes them. */
  record Spread(double median, double least, double most) {

    static Spread of(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
  }

  void add(String server, int pass, Map<Metric, Double> values) {
    byServer
        .computeIfAbsent(server, name -> new LinkedHashMap<>())
        .computeIfAbsent(pass, number -> new LinkedHashMap<>())
        .putAll(values);
  }

  void forEach(Each each) {
    byServer.forEach(
        (server, passes) ->
            passes.forEach(
                (pass, values) ->
                    values.forEach((metric, value) -> each.take(server, pass, metric, value))));
  }

  LocalDate day() {
    return day;
  }

  Set<String> servers() {
    return byServer.keySet();
  }

  boolean isEmpty() {
    return byServer.isEmpty();
  }

  /** In the order in which they were read off. */
  List<Metric> metrics() {
    Set<Metric> metrics = new LinkedHashSet<>();
    byServer.values().forEach(passes -> passes.values().forEach(it -> metrics.addAll(it.keySet())));
    return List.copyOf(metrics);
  }

  /** Of the passes in which that was read off; empty where it never was. */
  List<Double> values(String server, Metric metric) {
    return Objects.requireNonNull(byServer.get(server)).values().stream()
        .map(values -> values.get(metric))
        .filter(Objects::nonNull)
        .toList();
  }

  /** How often as much as another server's, in each pass that has both. */
  List<Double> ratios(String server, String other, Metric metric) {
    List<Double> ratios = new ArrayList<>();
    Map<Integer, Map<Metric, Double>> others = Objects.requireNonNull(byServer.get(other));
    Objects.requireNonNull(byServer.get(server))
        .forEach(
            (pass, values) -> {
              Map<Metric, Double> same = others.get(pass);
              if (same != null && same.containsKey(metric) && values.containsKey(metric)) {
                ratios.add(values.get(metric) / same.get(metric));
              }
            });
    return ratios;
  }
}
