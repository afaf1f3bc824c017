package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

  @ParameterizedTest
  @CsvSource({"PT0.000000001S, 1", "PT0.5S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT60S, 60"})
  void whoComesBackInThatManySecondsIsNotTooEarly(Duration wait, long seconds) {
    assertThat(Problem.tooManyRequests("Wait.", wait).retryAfterSeconds()).isEqualTo(seconds);
  }

  @Test
  void whatDoesNotGoAwayByItselfSaysNothingOfIt() {
    assertThat(Problem.tooLarge("Too large.").retryAfterSeconds()).isNull();
  }
}
