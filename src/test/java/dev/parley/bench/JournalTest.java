package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);

  private final Shape big = shape("big-room");
  private final Shape small = shape("small-rooms");
  private final List<Shape> shapes = List.of(big, small);

  @TempDir Path directory;

  private static Shape shape(String name) {
    return new Shape(name, name, protocol -> true, server -> Map.of());
  }

  private static Readings readings(LocalDate day, double cost) {
    Readings readings = new Readings(day);
    readings.add("ws", 1, Map.of(Metric.DELIVERY_COST, cost, Metric.P99, 7.5));
    readings.add("ws", 2, Map.of(Metric.DELIVERY_COST, cost));
    return readings;
  }

  @Test
  void aRunReplacesItsOwnShapesAndTheRestStays() throws IOException {
    Path file = directory.resolve("benchmarks.csv");
    Map<Shape, Readings> first = Map.of(big, readings(MONDAY, 1), small, readings(MONDAY, 2));
    assertThat(new Journal(file).merge(shapes, first)).containsOnlyKeys(big, small);

    Map<Shape, Readings> all = new Journal(file).merge(shapes, Map.of(small, readings(TUESDAY, 3)));

    assertThat(all.keySet()).containsExactly(big, small);
    assertThat(all.get(big).day()).isEqualTo(MONDAY);
    assertThat(all.get(big).values("ws", Metric.DELIVERY_COST)).containsExactly(1.0, 1.0);
    assertThat(all.get(big).values("ws", Metric.P99)).containsExactly(7.5);
    assertThat(all.get(small).day()).isEqualTo(TUESDAY);
    assertThat(all.get(small).values("ws", Metric.DELIVERY_COST)).containsExactly(3.0, 3.0);
    assertThat(Files.readAllLines(file)).hasSize(7).contains("small-rooms,2026-11-24,ws,1,P99,7.5");
  }

  @Test
  void aShapeInWhichAllHaveFailedIsAsItWas() throws IOException {
    Journal journal = new Journal(directory.resolve("benchmarks.csv"));
    journal.merge(shapes, Map.of(big, readings(MONDAY, 1)));
    assertThat(journal.merge(shapes, Map.of(big, new Readings(TUESDAY))).get(big).day())
        .isEqualTo(MONDAY);
  }
}
