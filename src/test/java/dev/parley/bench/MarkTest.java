package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkTest {

  private final Readings readings = new Readings(LocalDate.EPOCH);
  private final Shape shape = new Shape("big-room", "", protocol -> true, server -> Map.of());

  private void cost(String server, int pass, double micros) {
    readings.add(server, pass, Map.of(Metric.DELIVERY_COST, micros));
  }

  @Test
  void howFarWeAreAheadOfAPeerIsToldOfEachKindOfServer() {
    cost("parley.v1", 1, 2);
    cost("parley.v1@tomee", 1, 4);
    cost("parley.v1+memory", 1, 1);
    cost("socket.io", 1, 12);
    assertThat(Mark.table(Map.of(shape, readings)).lines().skip(2))
        .containsExactly(
            "| big-room | CPU-µs a delivery of socket.io : parley.v1 | **6.00** | 5.0 | 6.00 |",
            "| big-room | CPU-µs a delivery of socket.io : parley.v1@tomee | 3.00 | 5.0 | 3.00 |");
  }

  @Test
  void aRatioIsTheMedianOfThoseOfThePasses() {
    for (int pass = 1; pass <= 3; pass++) {
      cost("plain", pass, 10);
      cost("cheat-sheet", pass, 10.0 * pass);
    }
    assertThat(Mark.table(Map.of(shape, readings)))
        .contains("| **2.00** | 1.0 | 1.00, 2.00, 3.00 |");
  }

  @Test
  void nothingIsSaidOfWhatWasNotMeasured() {
    cost("plain", 1, 10);
    assertThat(Mark.table(Map.of(shape, readings))).isEmpty();
  }
}
