package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first clients send and read (wire contract, section 2). */
class PlainDialectTest {

  /** Another reader than the one under test, and a strict one. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void aMessageIsAnObjectOfThreeKeysInTheirOrder() {
    assertThat(PlainDialect.encode(message("Ann", "hi")).text())
        .isEqualTo(
            "{\"name\":\"Ann\",\"message\":\"hi\",\"timestamp\":\"2026-11-22T12:00:00.000Z\"}");
  }

  @Property
  void anyTextSurvivesTheWayOut(@ForAll String name, @ForAll String text)
      throws JsonProcessingException {
    Map<String, String> parsed = parse(PlainDialect.encode(message(name, text)).text());
    assertThat(parsed)
        .containsExactly(
            Map.entry("name", name),
            Map.entry("message", text),
            Map.entry("timestamp", "2026-11-22T12:00:00.000Z"));
  }

  @Property
  void aMessageIsOneLineWithoutControls(@ForAll @CharRange(to = '\u007f') String text) {
    assertThat(PlainDialect.encode(message("Ann", text)).text())
        .matches(frame -> frame.chars().noneMatch(c -> c < 0x20));
  }

  @Property
  void theSizeOfAFrameIsWhatUtf8Takes(@ForAll String text) {
    Frame frame = PlainDialect.encode(message("Ann", text));
    assertThat(frame.bytes()).isEqualTo(frame.text().getBytes(StandardCharsets.UTF_8).length);
  }

  @Property
  void oneStringLiteralIsUnwrapped(@ForAll String text) throws JsonProcessingException {
    assertThat(PlainDialect.decode(JSON.writeValueAsString(text))).isEqualTo(text);
  }

  @Property
  void anEscapedLiteralIsUnwrappedToo(@ForAll String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.chars().forEach(c -> literal.append(String.format("\\u%04X", c)));
    assertThat(PlainDialect.decode(literal.append('"').toString())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"hi\"',           'hi'",
        "' \"hi\"\n',        'hi'",
        "'\"\"',             ''",
        "'\"\"\"',           '\"\"\"'",
        "'\"\\\"quoted\\\"\"', '\"quoted\"'",
        "'\"\\u0041\\n\"',   'A\n'",
        "'\"\\\"hi\\\"\"',   '\"hi\"'",
      })
  void aLiteralMeansWhatJsonSaysAndIsUnwrappedOnce(String frame, String text) {
    assertThat(PlainDialect.decode(frame)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hi",
        "",
        "   ",
        " hi ",
        "\"a\" \"b\"",
        "\"a\",\"b\"",
        "\"a\"b\"",
        "\"unterminated",
        "unstarted\"",
        "\"",
        "\"ends in an escape\\\"",
        "\"no such escape \\x\"",
        "\"half an escape \\u12\"",
        "\"a raw line\nbreak\"",
        "\"a raw tab\t\"",
        "'hi'",
        "“hi”",
        "42",
        "-1.5e3",
        "true",
        "null",
        "{\"message\":\"hi\"}",
        "[\"hi\"]",
        "[\"a\"]\"",
        "\"a\"]\"",
        "\"a\":\"b\"",
        "\"a\" // \"b\"",
        "she said \"hi\"",
        "\"hi\" she said",
      })
  void whatIsNotOneLiteralIsTheMessageItself(String frame) {
    assertThat(PlainDialect.decode(frame)).isSameAs(frame);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2003\"hi\"", "\u000b\"hi\"", "\"hi\"\u3000", "\u001c\"hi\""})
  void whiteSpaceThatJsonDoesNotKnowMakesNoLiteral(String frame) {
    assertThat(PlainDialect.decode(frame)).isEqualTo(frame);
  }

  @Property
  void whatDoesNotBeginAndEndInQuotesIsLeftAlone(@ForAll String text) {
    assertThat(PlainDialect.decode("x" + text)).isEqualTo("x" + text);
    assertThat(PlainDialect.decode(text + "x")).isEqualTo(text + "x");
  }

  @Property
  void noFrameIsTooStrangeToDecode(@ForAll @CharRange(from = ' ', to = '~') String text) {
    String frame = '"' + text + '"';
    assertThat(PlainDialect.decode(frame)).isEqualTo(literal(frame));
  }

  /** What another parser takes the frame for. */
  private static String literal(String frame) {
    try {
      return JSON.readTree(frame).isTextual() ? JSON.readTree(frame).textValue() : frame;
    } catch (JsonProcessingException e) {
      return frame;
    }
  }

  private static Message message(String name, String text) {
    return new Message(1, "r-1", new Member("c-1", name), text, NOON);
  }

  private static Map<String, String> parse(String json) throws JsonProcessingException {
    return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
  }
}
