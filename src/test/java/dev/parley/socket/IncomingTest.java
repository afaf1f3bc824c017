package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncomingTest {

  @Test
  void piecesMakeOneMessageAfterTheOther() {
    Incoming incoming = new Incoming(10);

    assertThat(incoming.add("frag")).isTrue();
    assertThat(incoming.add("ment")).isTrue();
    assertThat(incoming.add("")).isTrue();
    assertThat(incoming.take()).isEqualTo("fragment");
    assertThat(incoming.add("another")).isTrue();
    assertThat(incoming.take()).isEqualTo("another");
    assertThat(incoming.take()).isEmpty();
  }

  @Test
  void theLimitIsOfBytesAndOfTheWhole() {
    Incoming incoming = new Incoming(10);

    assertThat(incoming.add("\u263A\u263A\u263A")).isTrue();
    assertThat(incoming.add("x")).isTrue();
    assertThat(incoming.add("y")).isFalse();
  }

  @Test
  void withoutALimitAllOfItMayCome() {
    Incoming incoming = new Incoming(0);

    assertThat(incoming.add("x".repeat(100_000))).isTrue();
    assertThat(incoming.take()).hasSize(100_000);
  }
}
