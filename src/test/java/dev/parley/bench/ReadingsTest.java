package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.Readings.Spread;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  private final Readings readings = new Readings(LocalDate.EPOCH);

  @Test
  void aRatioIsOneOfTheSamePass() {
    readings.add("first", 1, Map.of(Metric.P99, 10.0));
    readings.add("second", 1, Map.of(Metric.P99, 5.0));
    readings.add("second", 2, Map.of(Metric.P99, 7.0));
    readings.add("first", 3, Map.of(Metric.P99, 2.0));
    readings.add("second", 3, Map.of(Metric.P99, 6.0));
    assertThat(readings.ratios("second", "first", Metric.P99)).containsExactly(0.5, 3.0);
    assertThat(readings.ratios("first", "first", Metric.P99)).containsExactly(1.0, 1.0);
  }

  @Test
  void whatAServerDoesNotTellIsLeftOut() {
    readings.add("first", 1, Map.of(Metric.LIVE, 10.0));
    readings.add("second", 1, Map.of(Metric.RESIDENT, 5.0));
    assertThat(readings.metrics()).containsExactly(Metric.LIVE, Metric.RESIDENT);
    assertThat(readings.values("second", Metric.LIVE)).isEmpty();
    assertThat(readings.ratios("second", "first", Metric.LIVE)).isEmpty();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
  }
}
