package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundTest {

  private final Map<Shape, Readings> shapes = new LinkedHashMap<>();

  private Readings shape(String name) {
    Readings readings = new Readings(LocalDate.EPOCH);
    shapes.put(new Shape(name, "", protocol -> true, server -> Map.of()), readings);
    return readings;
  }

  private String table() {
    return Bound.table(shapes).lines().skip(2).reduce("", (one, two) -> one + two + "\n");
  }

  @Test
  void aValueMayHaveAMost() {
    Readings storm = shape("storm");
    storm.add("parley.v1", 1, Map.of(Metric.RETURN, 31.0));
    storm.add("parley.v1", 2, Map.of(Metric.RETURN, 20.0));
    storm.add("parley.v1", 3, Map.of(Metric.RETURN, 30.0));
    assertThat(table())
        .isEqualTo(
            "| storm | s until all are back of parley.v1 | **30.00** | ≤ 30.0 | 31.00, 20.00, 30.00 |\n");
  }

  @Test
  void orBeSoMuchAboveTheBareEndpointOnTheSameKindOfServer() {
    Readings idle = shape("idle-2000");
    idle.add("parley.v1@tomee", 1, Map.of(Metric.LIVE, 20.0));
    idle.add("bare", 1, Map.of(Metric.LIVE, 19.0));
    idle.add("bare@tomee", 1, Map.of(Metric.LIVE, 16.0));
    assertThat(table())
        .isEqualTo(
            "| idle-2000 | live heap KB a connection, above the bare endpoint's of parley.v1@tomee"
                + " | 4.00 | ≤ 3.0 | 4.00 |\n");
  }

  @Test
  void orHaveALeastBesideAnotherOfTheSameServer() {
    shape("posts").add("parley.v1", 1, Map.of(Metric.POSTS, 60.0, Metric.BARE_SQLITE, 100.0));
    assertThat(table()).contains("| **0.60** | ≥ 0.6 | 0.60 |");
  }

  @Test
  void orBesideAnotherShape() {
    shape("kept-1").add("parley.v1", 1, Map.of(Metric.POST_COST, 10.0));
    shape("kept-16").add("parley.v1", 1, Map.of(Metric.POST_COST, 13.0));
    assertThat(table()).contains("| kept-16 | CPU-µs a post, to kept-1 of parley.v1 | 1.30 |");
  }

  @Test
  void nothingIsSaidOfWhatWasNotMeasured() {
    shape("storm").add("parley.v1+memory", 1, Map.of(Metric.RETURN, 1.0));
    assertThat(Bound.table(shapes)).isEmpty();
  }
}
