package dev.parley.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger(2, 2);

  @Test
  void everySenderCountsForItselfAtEveryReceiver() {
    assertThat(ledger.arrive(0, 0, 1)).isTrue();
    assertThat(ledger.arrive(0, 1, 1)).isTrue();
    assertThat(ledger.arrive(1, 0, 1)).isTrue();
    assertThat(ledger.arrived()).isEqualTo(3);
    assertThat(ledger.reordered()).isZero();
  }

  @Test
  void whatComesTwiceIsArrivedOnce() {
    ledger.arrive(0, 0, 1);
    ledger.arrive(0, 0, 2);
    assertThat(ledger.arrive(0, 0, 2)).isFalse();
    assertThat(ledger.arrive(0, 0, 1)).isFalse();
    assertThat(ledger.arrived()).isEqualTo(2);
    assertThat(ledger.reordered()).isZero();
  }

  @Test
  void whatComesLateIsReorderedAndNotDoubled() {
    ledger.arrive(0, 0, 1);
    ledger.arrive(0, 0, 4);
    assertThat(ledger.arrive(0, 0, 2)).isTrue();
    assertThat(ledger.arrive(0, 0, 2)).isFalse();
    assertThat(ledger.arrived()).isEqualTo(3);
    assertThat(ledger.reordered()).isEqualTo(1);
  }

  @Test
  void aGapOfAnyWidthIsNoArrival() {
    ledger.arrive(0, 0, 1);
    ledger.arrive(0, 0, 1_000);
    assertThat(ledger.arrived()).isEqualTo(2);
    assertThat(ledger.arrive(0, 0, 999)).isTrue();
    assertThat(ledger.arrive(0, 0, 1)).isFalse();
  }
}
