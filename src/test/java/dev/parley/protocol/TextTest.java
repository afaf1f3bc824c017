package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  private static final String EMOJI = "\uD83D\uDE00";

  static Stream<Arguments> goodNames() {
    return Stream.of(
        Arguments.of("Ann", "Ann"),
        Arguments.of("  Ann  ", "Ann"),
        Arguments.of("\u2003Ann\u3000", "Ann"),
        Arguments.of("Ann  Lee", "Ann  Lee"),
        Arguments.of("José Ångström", "José Ångström"),
        Arguments.of("مريم", "مريم"),
        Arguments.of("山田太郎", "山田太郎"),
        Arguments.of("<b>Ann</b>", "<b>Ann</b>"),
        Arguments.of("\"Ann\"", "\"Ann\""),
        // a family: joined by invisible joiners, which belong to it
        Arguments.of("👩\u200d👧", "👩\u200d👧"),
        Arguments.of("a", "a"),
        Arguments.of("x".repeat(64), "x".repeat(64)),
        Arguments.of("  " + "x".repeat(64) + "  ", "x".repeat(64)),
        Arguments.of(EMOJI.repeat(64), EMOJI.repeat(64)));
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void aNameIsTakenWithoutTheSpaceAroundIt(String name, String shown) {
    assertThat(Text.displayName(name, 64)).isEqualTo(shown);
  }

  static Stream<String> overlongNames() {
    return Stream.of("x".repeat(65), EMOJI.repeat(65), "x".repeat(64) + EMOJI);
  }

  @ParameterizedTest
  @MethodSource("overlongNames")
  void aNameOfMoreThan64CodePointsIsNone(String name) {
    assertThat(Text.displayName(name, 64)).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t", "\n", " \u2003\u3000 ", "\u00a0", "\u2028"})
  void aMissingOrBlankNameIsNone(String name) {
    assertThat(Text.displayName(name, 64)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200b",
        "\u200d\u200c",
        "\ufeff",
        "\u2060",
        "\u00ad",
        " \u200b ",
        "\u200e\u200f",
        "\u3164",
        "\u2800\uffa0"
      })
  void aNameThatNobodyCouldSeeIsNone(String name) {
    assertThat(Text.displayName(name, 64)).isNull();
  }

  static Stream<String> forbidden() {
    return Stream.of(
        "\u0000", "\u0007", "\b", "\t", "\n", "\r", "\u001b", "\u007f", "\u0080", "\u0085",
        "\u009f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
        "\u2067", "\u2068", "\u2069", "\ud800", "\udfff");
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void aControlOverrideOrHalfACharacterAnywhereMakesANameNone(String bad) {
    assertThat(Text.displayName("An" + bad + "n", 64)).as("within").isNull();
    assertThat(Text.displayName("Ann" + bad, 64)).as("at the end").isNull();
    assertThat(Text.displayName(bad + "Ann", 64)).as("at the start").isNull();
  }

  @Property
  void aDisplayNameIsStableShortAndClean(@ForAll String name) {
    String shown = Text.displayName(name, 64);
    if (shown != null) {
      assertThat(Text.displayName(shown, 64)).isEqualTo(shown);
      assertThat(Text.length(shown)).isBetween(1, 64);
      assertThat(shown).isEqualTo(shown.strip()).isEqualTo(Text.wellFormed(shown));
      assertThat(shown.codePoints().noneMatch(Character::isISOControl)).isTrue();
    }
  }

  @Test
  void aLengthCountsCodePoints() {
    assertThat(Text.length("")).isZero();
    assertThat(Text.length("abc")).isEqualTo(3);
    assertThat(Text.length(EMOJI + "é")).isEqualTo(2);
  }

  @Test
  void halfACharacterAndNulAreReplaced() {
    assertThat(Text.wellFormed("a\ud800b")).isEqualTo("a\ufffdb");
    assertThat(Text.wellFormed("\udc00\ud800")).isEqualTo("\ufffd\ufffd");
    assertThat(Text.wellFormed("a\u0000b")).isEqualTo("a\ufffdb");
    assertThat(Text.wellFormed(EMOJI + "\ud83d")).isEqualTo(EMOJI + "\ufffd");
  }

  @Test
  void whatIsWellFormedIsLeftAlone() {
    String text = "line\nbreak\ttab " + EMOJI + " \u202e \u0001";
    assertThat(Text.wellFormed(text)).isSameAs(text);
  }

  @Property
  void wellFormedTextSurvivesUtf8(@ForAll String text) {
    String sound = Text.wellFormed(text);
    byte[] bytes = sound.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(sound).doesNotContain("\0");
    assertThat(Text.length(sound)).isEqualTo(Text.length(text));
    assertThat(Text.wellFormed(sound)).isSameAs(sound);
  }

  // Refs

  static Stream<String> refs() {
    return Stream.of("1", " ", "a\"b", "\n", "\u2028", "x".repeat(64), EMOJI.repeat(64));
  }

  @ParameterizedTest
  @MethodSource("refs")
  void aRefHasOneTo64Characters(String ref) {
    assertThat(Text.isRef(ref)).isTrue();
  }

  static Stream<String> noRefs() {
    return Stream.of("", "x".repeat(65), EMOJI.repeat(65), "a\u0000", "\ud800", "\udc00\ud800");
  }

  @ParameterizedTest
  @MethodSource("noRefs")
  void whatIsEmptyTooLongOrCouldNotBeStoredIsNoRef(String text) {
    assertThat(Text.isRef(text)).isFalse();
  }

  @Property
  void aRefIsLeftAloneByWhatMakesTextStorable(@ForAll String text) {
    if (Text.isRef(text)) {
      assertThat(Text.wellFormed(text)).isSameAs(text);
    }
  }

  @Test
  void aRandomRefIsARefAndAnotherEachTime() {
    List<String> refs = Stream.generate(Text::randomRef).limit(10_000).toList();
    assertThat(refs).allMatch(Text::isRef).doesNotHaveDuplicates();
  }
}
