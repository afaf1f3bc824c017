package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

  @ParameterizedTest
  @CsvSource({
    "GOING_AWAY,          1001, going away",
    "TOKEN_REQUIRED,      1008, Token required",
    "TOKEN_INVALID,       1008, Token invalid",
    "TOKEN_EXPIRED,       1008, Token expired",
    "RATE_LIMIT_EXCEEDED, 1008, Rate limit exceeded",
    "INTERNAL_ERROR,      1011, internal error",
    "NO_PONG,             4002, no pong",
    "TOO_SLOW,            4003, too slow",
    "BAD_FRAMES,          4501, bad frames",
    "REMOVED,             4503, removed",
    "ROOM_CLOSED,         4504, room closed",
  })
  void codeAndReasonAreTheContractsToTheLetter(CloseCode why, int code, String reason) {
    assertThat(why.code()).isEqualTo(code);
    assertThat(why.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"BINARY_FRAME, 1003", "TOO_BIG, 1009", "UNAVAILABLE, 1013", "ROOM_FULL, 1013"})
  void theOtherCodesAreThoseThatAreRegisteredForIt(CloseCode why, int code) {
    assertThat(why.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void aReasonFitsIntoACloseFrameAlsoWithAnErrorId(CloseCode why) {
    String withId = why.reason() + " 01234567";
    assertThat(withId.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(123);
  }

  @ParameterizedTest
  @EnumSource
  void noCodeIsOneThatMayNotBeSent(CloseCode why) {
    assertThat(why.code()).isBetween(1000, 4999).isNotIn(1004, 1005, 1006, 1015);
  }
}
