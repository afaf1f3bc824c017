package dev.parley.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;

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

  /** That one on each kind of server, without further options, in alphabetical order. */
  Set<String> onEachKind(String server) {
    Set<String> names = new TreeSet<>(servers());
    names.removeIf(name -> name.contains("+") || !name.split("@", 2)[0].equals(server));
    return names;
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
    return List.copyOf(byPass(server, metric).values());
  }

  /** How often as much as another server's, in each pass that has both. */
  List<Double> ratios(String server, String other, Metric metric) {
    return paired(byPass(server, metric), byPass(other, metric), (one, two) -> one / two);
  }

  /** In each pass that has it. */
  Map<Integer, Double> byPass(String server, Metric metric) {
    Map<Integer, Double> values = new LinkedHashMap<>();
    byServer
        .getOrDefault(server, Map.of())
        .forEach(
            (pass, all) -> {
              Double value = all.get(metric);
              if (value != null) {
                values.put(pass, value);
              }
            });
    return values;
  }

  /** What comes of two values, in each pass that has both. */
  static List<Double> paired(
      Map<Integer, Double> ones, Map<Integer, Double> others, DoubleBinaryOperator operator) {
    List<Double> results = new ArrayList<>();
    ones.forEach(
        (pass, one) -> {
          Double other = others.get(pass);
          if (other != null) {
            results.add(operator.applyAsDouble(one, other));
          }
        });
    return results;
  }
}
