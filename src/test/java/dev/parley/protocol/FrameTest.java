package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

  @ParameterizedTest
  @CsvSource({"'', 0", "a, 1", "é, 2", "€, 3", "\uD83D\uDE00, 4", "aé€\uD83D\uDE00, 10"})
  void aFrameKnowsItsSizeInUtf8(String text, int bytes) {
    assertThat(Frame.of(text)).isEqualTo(new Frame(text, bytes));
  }
}
