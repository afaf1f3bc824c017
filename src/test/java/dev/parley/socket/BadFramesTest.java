package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BadFramesTest {

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
  private final BadFrames badFrames = new BadFrames(nanoTime::get);

  @Test
  void theTenthInAMinuteIsOneTooMany() {
    for (int i = 1; i <= 9; i++) {
      assertThat(badFrames.isOneTooMany()).as("number %s", i).isFalse();
    }
    assertThat(badFrames.isOneTooMany()).isTrue();
  }

  @Test
  void theMinuteEndsWithItsLastNanosecond() {
    count(9);
    pass(Duration.ofMinutes(1));
    assertThat(badFrames.isOneTooMany()).isTrue();
  }

  @Test
  void whatIsOlderThanAMinuteDoesNotCount() {
    count(9);
    pass(Duration.ofMinutes(1).plusNanos(1));
    assertThat(badFrames.isOneTooMany()).isFalse();
  }

  @Test
  void theMinuteIsTheLastOneAndNotOneByTheClock() {
    count(1);
    pass(Duration.ofSeconds(50));
    count(8);
    pass(Duration.ofSeconds(20));
    assertThat(badFrames.isOneTooMany()).as("the first has run out").isFalse();
    assertThat(badFrames.isOneTooMany()).isTrue();
  }

  @Test
  void nineAMinuteAreFineForever() {
    for (int minute = 0; minute < 100; minute++) {
      count(9);
      pass(Duration.ofMinutes(1).plusNanos(1));
    }
  }

  private void count(int frames) {
    for (int i = 0; i < frames; i++) {
      assertThat(badFrames.isOneTooMany()).isFalse();
    }
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
