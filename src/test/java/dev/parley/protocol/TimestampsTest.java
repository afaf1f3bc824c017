package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T09:30:00Z,           2026-11-22T09:30:00.000Z",
    "2026-11-22T09:30:00.1Z,         2026-11-22T09:30:00.100Z",
    "2026-11-22T09:30:00.999999999Z, 2026-11-22T09:30:00.999Z",
    "2026-11-22T23:59:59.0001Z,      2026-11-22T23:59:59.000Z",
    "1970-01-01T00:00:00Z,           1970-01-01T00:00:00.000Z",
  })
  void millisecondsAreAlwaysThereAndWhatIsFinerIsCutOff(Instant time, String written) {
    assertThat(Timestamps.format(time)).isEqualTo(written);
  }

  @Property
  void aTimeIsReadBackToTheMillisecond(
      @ForAll @LongRange(min = 0, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    Instant time = Instant.ofEpochSecond(second, nano);
    String written = Timestamps.format(time);
    assertThat(written).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Instant.parse(written)).isEqualTo(time.truncatedTo(ChronoUnit.MILLIS));
  }
}
