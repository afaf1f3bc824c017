package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.protocol.ServerEvent.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subprotocol parley.v1 (wire contract, section 3). */
class ParleyDialectTest {

  /** Another reader than the one under test, and a strict one. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Dialect DIALECT = Dialect.PARLEY_V1;
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Member ANN = new Member("c-ann", "Ann");
  private static final String EMOJI = "\uD83D\uDE00";

  // What a client says

  @Test
  void aPostHasARefAndAMessage() {
    assertThat(decode("{\"type\":\"post\",\"ref\":\"7f3a\",\"message\":\"hi\"}"))
        .isEqualTo(new ClientFrame.Post("7f3a", "hi"));
  }

  @Test
  void oneThatWritesSaysSo() {
    assertThat(decode("{\"type\":\"typing\"}")).isEqualTo(new ClientFrame.Typing());
  }

  @Test
  void aRenewalHasAToken() {
    assertThat(decode("{\"type\":\"renew\",\"token\":\"a.b.c\"}"))
        .isEqualTo(new ClientFrame.Renew("a.b.c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"hi\",\"ref\":\"r\",\"type\":\"post\"}",
        " \t\r\n{ \"type\" : \"post\" ,\n \"ref\":\"r\", \"message\":\"hi\" } \n",
        "{\"t\\u0079pe\":\"p\\u006fst\",\"ref\":\"r\",\"message\":\"h\\u0069\"}",
      })
  void theOrderOfKeysTheSpaceBetweenAndTheWayOfWritingDoNotMatter(String frame) {
    assertThat(decode(frame)).isEqualTo(new ClientFrame.Post("r", "hi"));
  }

  @Property
  void whateverIsSaidIsReadToTheLetter(@ForAll String text) throws JsonProcessingException {
    ObjectNode frame = JSON.createObjectNode();
    frame.put("type", "post").put("ref", "r-1").put("message", text);
    assertThat(decode(JSON.writeValueAsString(frame))).isEqualTo(new ClientFrame.Post("r-1", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\ud800", "\u0000"})
  void whetherAMessageMayBeSaidIsNotDecidedHere(String text) throws JsonProcessingException {
    ObjectNode frame = JSON.createObjectNode();
    frame.put("type", "post").put("ref", "r-1").put("message", text);
    assertThat(decode(JSON.writeValueAsString(frame))).isEqualTo(new ClientFrame.Post("r-1", text));
  }

  static Stream<String> refs() {
    return Stream.of("1", " ", "é", "a\"b\\c", "\u2028", EMOJI.repeat(64), "x".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("refs")
  void aRefIsAnyTextOf1To64Characters(String ref) throws JsonProcessingException {
    assertThat(decode(post(ref))).isEqualTo(new ClientFrame.Post(ref, "hi"));
  }

  static Stream<String> noRefs() {
    return Stream.of(
        "", "x".repeat(65), EMOJI.repeat(65), "a\u0000b", "\ud800", "a\udc00b", "\udc00\ud800");
  }

  @ParameterizedTest
  @MethodSource("noRefs")
  void aRefThatIsNoneIsUnreadableAndIsNotTakenForOne(String ref) throws JsonProcessingException {
    ClientFrame.Unreadable unreadable = unreadable(post(ref));
    assertThat(unreadable.detail()).isEqualTo("A ref has 1 to 64 characters.");
    assertThat(unreadable.ref()).isNull();
  }

  // What cannot be understood

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hi",
        "'hi'",
        "\"hi\"",
        "42",
        "null",
        "true",
        "[]",
        "[{\"type\":\"typing\"}]",
        "{",
        "}",
        "{}}",
        "{\"type\"",
        "{\"type\":",
        "{\"type\":\"typing\"",
        "{\"type\":\"typing\",}",
        "{\"type\":\"typing\"]",
        "{type:\"typing\"}",
        "{'type':'typing'}",
        "{\"type\":\"typing\"} x",
        "{\"type\":\"typing\"}{\"type\":\"typing\"}",
        "{\"type\":\"typing\"},",
        "{\"type\":\"typing\"}//",
        "/**/{\"type\":\"typing\"}",
        "{\"type\":\"typ\ning\"}",
        "{\"type\":\"typing\\x\"}",
        "\ufeff{\"type\":\"typing\"}",
        "\u00a0{\"type\":\"typing\"}",
        "\u0000",
        "{\"type\":\"typing\"}\u0000",
      })
  void whatIsNotOneJsonObjectIsUnreadable(String frame) {
    assertThat(unreadable(frame).ref()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"\"}",
        "{\"type\":\"Post\",\"ref\":\"r\",\"message\":\"hi\"}",
        "{\"type\":\"message\",\"ref\":\"r\",\"message\":\"hi\"}",
        "{\"type\":\"welcome\"}",
        "{\"ref\":\"r\",\"message\":\"hi\"}",
        "{\"Type\":\"typing\"}",
      })
  void aTypeThatIsNoneIsUnreadable(String frame) {
    assertThat(unreadable(frame).detail()).isEqualTo("The type is post, typing or renew.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"post\"}",
        "{\"type\":\"post\",\"ref\":\"r\"}",
        "{\"type\":\"post\",\"message\":\"hi\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"message\":\"hi\",\"to\":\"bob\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"Message\":\"hi\"}",
        "{\"type\":\"typing\",\"ref\":\"r\"}",
        "{\"type\":\"typing\",\"\":\"\"}",
        "{\"type\":\"renew\"}",
        "{\"type\":\"renew\",\"token\":\"t\",\"ref\":\"r\"}",
      })
  void aKeyThatLacksOrIsTooManyMakesAFrameUnreadable(String frame) {
    assertThat(unreadable(frame).detail()).isEqualTo("A frame of this type has other keys.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"typing\",\"type\":\"typing\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"ref\":\"r\",\"message\":\"hi\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"message\":\"hi\",\"message\":\"ho\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"message\":\"hi\",\"m\\u0065ssage\":\"ho\"}",
      })
  void aKeyThatComesTwiceMakesAFrameUnreadable(String frame) {
    assertThat(unreadable(frame).detail()).isEqualTo("This is not well-formed JSON.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "1", "-1.5e3", "NaN", "true", "[]", "[\"hi\"]", "{}", "{\"a\":\"b\"}"})
  void aValueThatIsNoTextMakesAFrameUnreadable(String value) {
    assertThat(decode("{\"type\":\"post\",\"ref\":\"r\",\"message\":" + value + "}"))
        .isInstanceOf(ClientFrame.Unreadable.class);
    assertThat(decode("{\"type\":\"post\",\"ref\":" + value + ",\"message\":\"hi\"}"))
        .isInstanceOf(ClientFrame.Unreadable.class);
    assertThat(decode("{\"type\":" + value + "}")).isInstanceOf(ClientFrame.Unreadable.class);
    assertThat(decode("{\"type\":\"renew\",\"token\":" + value + "}"))
        .isInstanceOf(ClientFrame.Unreadable.class);
  }

  static Stream<String> enormities() {
    return Stream.of(
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "{\"type\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        "{\"type\":" + "9".repeat(100_000) + "}",
        "{\"type\":1e999999999}",
        "{\"" + "k".repeat(100_000) + "\":\"v\"}",
        "{\"type\":\"" + "p".repeat(1_000_000) + "\"}",
        " ".repeat(1_000_000),
        "\"".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("enormities")
  void whatIsDeepOrHugeIsUnreadableAndNoMore(String frame) {
    assertThat(decode(frame)).isInstanceOf(ClientFrame.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"post\",\"ref\":\"r-1\"}",
        "{\"ref\":\"r-1\",\"type\":\"post\",\"message\":null}",
        "{\"type\":\"post\",\"ref\":\"r-1\",\"message\":\"hi\",\"x\":\"y\"}",
        "{\"type\":\"post\",\"ref\":\"r-1\",\"message\":\"hi\"} x",
        "{\"type\":\"post\",\"ref\":\"r-1\",\"message\":\"hi",
        "{\"type\":\"shout\",\"ref\":\"r-1\"}",
      })
  void theRefOfWhatCannotBeUnderstoodIsToldIfItCouldBeRead(String frame) {
    assertThat(unreadable(frame).ref()).isEqualTo("r-1");
  }

  @Test
  void nothingOfAFrameIsInTheDetail() {
    assertThat(unreadable("{\"type\":\"post\",\"secret\":\"hunter2\"").detail())
        .doesNotContain("secret", "hunter2");
    assertThat(unreadable("{\"type\":\"hunter2\"}").detail()).doesNotContain("hunter2");
    assertThat(unreadable("hunter2").detail()).doesNotContain("hunter2");
  }

  @Property
  void noFrameIsTooStrangeToDecode(@ForAll String frame) {
    assertThat(decode(frame)).isNotNull();
    assertThat(decode("{" + frame + "}")).isNotNull();
    assertThat(decode("{\"type\":\"post\",\"ref\":\"" + frame + "\",\"message\":\"\"}"))
        .isNotNull();
  }

  /** What looks much like a frame. */
  @Provide
  Arbitrary<String> scraps() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "\\u00",
            "\"type\"",
            "\"post\"",
            "\"ref\"",
            "\"message\"",
            "\"typing\"",
            "\"token\"",
            "\"renew\"",
            "null",
            "1",
            "-",
            "true",
            " ",
            "\n",
            "\u0000",
            "\ufeff",
            "\ud800",
            "/*",
            "é")
        .list()
        .ofMaxSize(30)
        .map(scraps -> String.join("", scraps));
  }

  @Property(tries = 3000)
  void whatLooksLikeAFrameIsUnderstoodExactlyIfItIsOne(@ForAll("scraps") String frame) {
    assertThat(decode(frame) instanceof ClientFrame.Unreadable).isEqualTo(!isFrame(frame));
  }

  /** As another parser sees it. */
  private static boolean isFrame(String frame) {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      return false;
    }
    return switch (parsed.path("type").asText()) {
      case "typing" -> parsed.size() == 1;
      case "renew" -> parsed.size() == 2 && parsed.path("token").isTextual();
      case "post" ->
          parsed.size() == 3
              && parsed.path("message").isTextual()
              && parsed.path("ref").isTextual()
              && Text.isRef(parsed.path("ref").textValue());
      default -> false;
    };
  }

  @Test
  void noTextFormShowsWhatSomebodySaidOrAToken() {
    assertThat(new ClientFrame.Post("r-1", "hunter2").toString())
        .contains("r-1")
        .doesNotContain("hunter2");
    assertThat(new ClientFrame.Renew("hunter2").toString()).doesNotContain("hunter2");
    assertThat(message("r-1", "hunter2").toString()).contains("c-ann").doesNotContain("hunter2");
    assertThat(new ServerEvent.Said(message("r-1", "hunter2")).toString())
        .doesNotContain("hunter2");
  }

  // What the server tells

  @Test
  void aWelcomeTellsWhoOneIsWhereOneIsAndWhatHolds() {
    ServerEvent.Terms terms =
        new ServerEvent.Terms(NOON.plusMillis(3_600_007), Duration.ofSeconds(25), 4000);
    ServerEvent welcome =
        new ServerEvent.Welcome(
            ANN,
            "k7wq-3fmx-9tdc",
            "e-1",
            41,
            true,
            List.of(ANN, new Member("c-bob", "Bob")),
            terms);
    assertIs(
        welcome,
        """
        {"type":"welcome","client_id":"c-ann","name":"Ann","room_id":"k7wq-3fmx-9tdc",
         "epoch":"e-1","head":41,"resumed":true,
         "members":[{"client_id":"c-ann","name":"Ann"},{"client_id":"c-bob","name":"Bob"}],
         "expires_at":"2026-11-22T13:00:00.007Z","heartbeat_ms":25000,"max_message_chars":4000}
        """);
  }

  @Test
  void aMessageHasSevenKeysAndItsType() {
    assertIs(
        new ServerEvent.Said(message("r-1", "hi")),
        """
        {"type":"message","seq":42,"ref":"r-1","client_id":"c-ann","name":"Ann","message":"hi",
         "timestamp":"2026-11-22T12:00:00.000Z"}
        """);
  }

  @Test
  void aNumberThatNoIntHoldsIsWrittenAsItIs() {
    long seq = (1L << 53) - 1;
    Message message = new Message(seq, "r", ANN, "hi", NOON);
    assertThat(event(new ServerEvent.Said(message)).get("seq").longValue()).isEqualTo(seq);
    assertThat(event(new ServerEvent.Heartbeat(seq)).get("head").longValue()).isEqualTo(seq);
  }

  @Test
  void comingGoingAndWritingNameTheMember() {
    assertIs(
        new ServerEvent.Joined(ANN),
        "{\"type\":\"joined\",\"member\":{\"client_id\":\"c-ann\",\"name\":\"Ann\"}}");
    assertIs(new ServerEvent.Left("c-ann"), "{\"type\":\"left\",\"client_id\":\"c-ann\"}");
    assertIs(
        new ServerEvent.Typing(ANN),
        "{\"type\":\"typing\",\"client_id\":\"c-ann\",\"name\":\"Ann\"}");
  }

  @Test
  void aHeartbeatTellsTheHeadAndARenewalTheEnd() {
    assertIs(new ServerEvent.Heartbeat(42), "{\"type\":\"heartbeat\",\"head\":42}");
    assertIs(
        new ServerEvent.Renewed(NOON.plusNanos(1_999_999)),
        "{\"type\":\"renewed\",\"expires_at\":\"2026-11-22T12:00:00.001Z\"}");
  }

  @Test
  void anErrorSaysWhatItIsAboutAndWhenToTryAgainWhereThatIsKnown() {
    assertIs(
        new ServerEvent.Failed(
            ErrorCode.RATE_LIMITED, "Wait a little.", "r-1", Duration.ofMillis(1200)),
        """
        {"type":"error","code":"rate_limited","detail":"Wait a little.","ref":"r-1",
         "retry_after_ms":1200}
        """);
    assertIs(
        new ServerEvent.Failed(ErrorCode.FORBIDDEN, "No.", null, null),
        "{\"type\":\"error\",\"code\":\"forbidden\",\"detail\":\"No.\"}");
    assertIs(
        new ServerEvent.Failed(ErrorCode.TOO_LONG, "No.", "r-1", null),
        "{\"type\":\"error\",\"code\":\"too_long\",\"detail\":\"No.\",\"ref\":\"r-1\"}");
  }

  @Test
  void nobodyIsToldToTryAgainAtOnce() {
    ServerEvent failed =
        new ServerEvent.Failed(ErrorCode.RATE_LIMITED, "", null, Duration.ofNanos(999));
    assertThat(event(failed).get("retry_after_ms").longValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, bad_request",
    "TOO_LONG, too_long",
    "RATE_LIMITED, rate_limited",
    "UNAVAILABLE, unavailable",
    "FORBIDDEN, forbidden",
  })
  void anErrorCodeIsTheContracts(ErrorCode code, String written) {
    assertThat(code(code)).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorCodeIsWrittenAlikeWhereTheCaseOfLettersIsAnother(ErrorCode code) {
    String here = code(code);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(code(code)).isEqualTo(here).matches("[a-z_]+");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quoted\"",
        "back\\slash",
        "line\nbreak\r\ttab",
        "\u2028\u2029",
        EMOJI,
        "</script>",
        "\u0001\u001f\u007f",
        "\u202e",
        "é山"
      })
  void anyTextSurvivesTheWayOut(String text) {
    JsonNode said = event(new ServerEvent.Said(message(text, text)));
    assertThat(said.get("message").textValue()).isEqualTo(text);
    assertThat(said.get("ref").textValue()).isEqualTo(text);
    JsonNode joined = event(new ServerEvent.Joined(new Member("c", text)));
    assertThat(joined.get("member").get("name").textValue()).isEqualTo(text);
  }

  @Property
  void everyTextSurvivesTheWayOut(@ForAll String text) {
    Frame frame = Objects.requireNonNull(DIALECT.encode(new ServerEvent.Said(message("r", text))));
    assertThat(parse(frame.text()).get("message").textValue()).isEqualTo(text);
    assertThat(frame.bytes()).isEqualTo(Frame.of(frame.text()).bytes());
    assertThat(frame.text().chars().noneMatch(c -> c < 0x20)).isTrue();
  }

  // Packed

  @Test
  void whatTravelsTogetherIsAnArrayInItsOrder() {
    Frame first = frame(new ServerEvent.Said(message("r-1", "[\"one\",")));
    Frame second = frame(new ServerEvent.Left("c-bob"));
    Frame third = frame(new ServerEvent.Heartbeat(42));
    assertThat(parse(DIALECT.pack(List.of(first, second, third)).text()))
        .isEqualTo(
            JSON.createArrayNode()
                .add(parse(first.text()))
                .add(parse(second.text()))
                .add(parse(third.text())));
    assertThat(DIALECT.pack(List.of(second)).text()).isEqualTo("[" + second.text() + "]");
  }

  @Test
  void whatTravelsTogetherIsAsBigAsItsPartsWithBracketsAndCommas() {
    List<Frame> frames =
        List.of(
            frame(new ServerEvent.Said(message("r-1", EMOJI))), frame(new ServerEvent.Left("é")));
    int parts = frames.stream().mapToInt(Frame::bytes).sum();
    assertThat(DIALECT.pack(frames).bytes()).isEqualTo(parts + 3);
  }

  private static ClientFrame decode(String frame) {
    return DIALECT.decode(frame);
  }

  private static ClientFrame.Unreadable unreadable(String frame) {
    ClientFrame decoded = decode(frame);
    assertThat(decoded).isInstanceOf(ClientFrame.Unreadable.class);
    return (ClientFrame.Unreadable) decoded;
  }

  private static String post(String ref) throws JsonProcessingException {
    ObjectNode frame = JSON.createObjectNode();
    return JSON.writeValueAsString(frame.put("type", "post").put("ref", ref).put("message", "hi"));
  }

  private static Message message(String ref, String text) {
    return new Message(42, ref, ANN, text, NOON);
  }

  private static String code(ErrorCode code) {
    return event(new ServerEvent.Failed(code, "", null, null)).get("code").textValue();
  }

  private static Frame frame(ServerEvent event) {
    return Objects.requireNonNull(DIALECT.encode(event));
  }

  private static JsonNode event(ServerEvent event) {
    return parse(frame(event).text());
  }

  private static void assertIs(ServerEvent event, String json) {
    assertThat(event(event)).isEqualTo(parse(json));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
