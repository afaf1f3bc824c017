package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TyrusTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 8100",
    "1, 8101",
    "125, 817d",
    "126, 817e007e",
    "65535, 817effff",
    "65536, 817f0000000000010000"
  })
  void theHeaderIsAsShortAsTheLengthAllows(int length, String header) {
    ByteBuffer frame = TyrusText.frame("x".repeat(length));
    byte[] expected = new java.math.BigInteger(header, 16).toByteArray();
    ByteBuffer begin =
        ByteBuffer.wrap(expected, expected.length - header.length() / 2, header.length() / 2);
    assertThat(frame.slice(0, header.length() / 2)).isEqualTo(begin);
    assertThat(frame.remaining()).isEqualTo(header.length() / 2 + length);
  }

  @ParameterizedTest
  @CsvSource({"Zoë, 6", "你好, 8", "👋, 6"})
  void theTextIsInUtf8(String text, int size) {
    ByteBuffer frame = TyrusText.frame(text);
    assertThat(frame.remaining()).isEqualTo(size);
    assertThat(StandardCharsets.UTF_8.decode(frame.position(2)).toString()).isEqualTo(text);
  }
}
