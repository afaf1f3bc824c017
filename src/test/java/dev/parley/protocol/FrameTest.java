package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

  @ParameterizedTest
  @CsvSource({"'', 0", "a, 1", "é, 2", "€, 3", "\uD83D\uDE00, 4", "aé€\uD83D\uDE00, 10"})
  void aFrameKnowsItsTextAndItsSizeInUtf8(String text, int bytes) {
    assertThat(Frame.of(text).text()).isEqualTo(text);
    assertThat(Frame.of(text).bytes()).isEqualTo(bytes);
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
    ByteBuffer frame = Frame.of("x".repeat(length)).wire();
    assertThat(frame.slice(0, begin.length)).isEqualTo(ByteBuffer.wrap(begin));
    assertThat(frame.remaining()).isEqualTo(begin.length + length);
  }

  @ParameterizedTest
  @CsvSource({"Zoë, 6", "你好, 8", "👋, 6"})
  void thePayloadFollows(String text, int size) {
    ByteBuffer frame = Frame.of(text).wire();
    assertThat(frame.remaining()).isEqualTo(size);
    assertThat(StandardCharsets.UTF_8.decode(frame.position(2)).toString()).isEqualTo(text);
  }

  @Test
  void anArrayHasABracketAtEachEndAndCommasBetween() {
    Frame one = Frame.of("\"é\"");
    Frame two = Frame.of("2".repeat(200));
    assertThat(Frame.array(List.of(one)).text()).isEqualTo("[\"é\"]");
    Frame array = Frame.array(List.of(one, two, one));
    assertThat(array.text()).isEqualTo("[\"é\"," + two.text() + ",\"é\"]");
    assertThat(array.bytes()).isEqualTo(212);
    assertThat(array.wire()).isEqualTo(Frame.of(array.text()).wire());
  }

  @Test
  void whoSendsItCannotChangeWhatOthersSend() {
    Frame frame = Frame.of("hello");
    ByteBuffer sent = frame.wire();
    assertThatThrownBy(() -> sent.put((byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
    sent.position(sent.limit());
    assertThat(frame.wire().remaining()).isEqualTo(7);
  }

  @Test
  void aFrameOfAnotherKindHasItsOpcode() {
    assertThat(Frame.wire(8, new byte[] {3, -23})).containsExactly(0x88, 2, 3, -23);
  }

  @Test
  void whatItSaysStaysOutOfALog() {
    assertThat(Frame.of("a secret")).hasToString("8 bytes");
  }
}
