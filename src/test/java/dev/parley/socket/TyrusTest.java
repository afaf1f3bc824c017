package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TyrusTest {

  private static ByteBuffer frame(String text) {
    return Tyrus.frame(1, text.getBytes(StandardCharsets.UTF_8));
  }

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
    byte[] begin = HexFormat.of().parseHex(header);
    ByteBuffer frame = frame("x".repeat(length));
    assertThat(frame.slice(0, begin.length)).isEqualTo(ByteBuffer.wrap(begin));
    assertThat(frame.remaining()).isEqualTo(begin.length + length);
  }

  @ParameterizedTest
  @CsvSource({"Zoë, 6", "你好, 8", "👋, 6"})
  void thePayloadFollows(String text, int size) {
    ByteBuffer frame = frame(text);
    assertThat(frame.remaining()).isEqualTo(size);
    assertThat(StandardCharsets.UTF_8.decode(frame.position(2)).toString()).isEqualTo(text);
  }
}
