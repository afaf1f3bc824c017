package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingReaderTest {

  @Test
  void theFirstSourceThatKnowsASettingWins() {
    SettingReader reader =
        new SettingReader(
            List.of(
                Map.of("parley.a", "1")::get,
                Map.of("parley.a", "2", "parley.b", "2")::get,
                Map.of("parley.a", "3", "parley.b", "3", "parley.c", "3")::get));
    assertThat(reader.text("a", "0")).isEqualTo("1");
    assertThat(reader.text("b", "0")).isEqualTo("2");
    assertThat(reader.text("c", "0")).isEqualTo("3");
    assertThat(reader.text("d", "0")).isEqualTo("0");
  }

  @Test
  void aServersSourcesArePropertyThenVariableThenConfigOfWhichTheTestHasTheFirst() {
    System.setProperty("parley.test-only", "from the property");
    try {
      assertThat(SettingReader.ofServer().text("test-only", "none")).isEqualTo("from the property");
    } finally {
      System.clearProperty("parley.test-only");
    }
    assertThat(SettingReader.ofServer().text("test-only", "none"))
        .as("a server without MicroProfile Config will do")
        .isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aBlankValueIsNone(String blank) {
    SettingReader reader =
        new SettingReader(List.of(Map.of("parley.a", blank)::get, Map.of("parley.a", "2")::get));
    assertThat(reader.number("a", 0, 0, 9)).isEqualTo(2);
    assertThat(reader("a", blank).number("a", 7, 0, 9)).isEqualTo(7);
  }

  @Test
  void spaceAroundAValueIsNotPartOfIt() {
    assertThat(reader("a", " 5 ").number("a", 0, 0, 9)).isEqualTo(5);
  }

  @Test
  void everySourceIsAskedForTheWholeName() {
    List<String> asked = new ArrayList<>();
    new SettingReader(
            List.of(
                name -> {
                  asked.add(name);
                  return null;
                }))
        .text("data-dir", "");
    assertThat(asked).containsExactly("parley.data-dir");
  }

  @Test
  void aMisspeltPropertyIsFound() {
    System.setProperty("parley.max-member", "5");
    System.setProperty("parley.max-members", "5");
    try {
      SettingReader reader = SettingReader.ofServer();
      reader.number("max-members", 0, 0, 9);
      assertThat(reader.unknown())
          .contains("parley.max-member")
          .doesNotContain("parley.max-members");
    } finally {
      System.clearProperty("parley.max-member");
      System.clearProperty("parley.max-members");
    }
  }

  // Numbers

  @ParameterizedTest
  @CsvSource({"0, 0", "9, 9", "+5, 5", "007, 7"})
  void aNumberWithinItsBoundsIsTaken(String value, int number) {
    assertThat(reader("a", value).number("a", 1, 0, 9)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10", "5.0", "1e1", "0x5", "five", "5 s", "99999999999"})
  void anyOtherNumberIsRefused(String value) {
    assertThatThrownBy(() -> reader("a", value).number("a", 1, 0, 9))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("parley.a=" + value + " is not allowed: it must be a whole number from 0 to 9");
  }

  // Flags

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "false, false", "False, false"})
  void aFlagIsTrueOrFalseInAnyCase(String value, boolean flag) {
    assertThat(reader("a", value).flag("a", !flag)).isEqualTo(flag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no", "1", "0", "on", "truee"})
  void aFlagThatIsNeitherIsRefused(String value) {
    assertThatThrownBy(() -> reader("a", value).flag("a", true))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("parley.a=" + value + " is not allowed: it must be true or false");
  }

  // Choices

  @ParameterizedTest
  @CsvSource({"one_thing, ONE_THING", "OTHER, OTHER", "Other, OTHER"})
  void aChoiceIsOneOfItsNamesInAnyCase(String value, Choice choice) {
    assertThat(reader("a", value).choice("a", Choice.NONE)).isEqualTo(choice);
  }

  @Test
  void whoDoesNotChooseHasTheDefault() {
    assertThat(reader("b", "other").choice("a", Choice.NONE)).isEqualTo(Choice.NONE);
    assertThat(reader("a", " ").choice("a", Choice.NONE)).isEqualTo(Choice.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "other, none", "1", "othe"})
  void aChoiceThatIsNotOfferedIsRefusedAndTheOthersAreTold(String value) {
    assertThatThrownBy(() -> reader("a", value).choice("a", Choice.NONE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "parley.a=" + value + " is not allowed: it must be one of none, one_thing, other");
  }

  @Test
  void aChoiceIsReadAlikeWhereTheCaseOfLettersIsAnother() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(reader("a", "one_thing").choice("a", Choice.NONE)).isEqualTo(Choice.ONE_THING);
      assertThatThrownBy(() -> reader("a", "?").choice("a", Choice.NONE))
          .hasMessageContaining("one_thing");
    } finally {
      Locale.setDefault(before);
    }
  }

  private enum Choice {
    NONE,
    ONE_THING,
    OTHER
  }

  // Durations

  @ParameterizedTest
  @CsvSource({"PT25S, PT25S", "pt25s, PT25S", "P1D, PT24H", "PT0.5S, PT0.5S", "PT1H30M, PT90M"})
  void aDurationIsIso8601(String value, Duration duration) {
    assertThat(reader("a", value).duration("a", "PT1S", Duration.ofMillis(500)))
        .isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "PT0S", "PT0.4S", "-PT5S", "PT-5S", "25", "25s", "1h", "P1M", "PT"})
  void aDurationThatIsTooShortOrNoneIsRefused(String value) {
    assertThatThrownBy(() -> reader("a", value).duration("a", "PT1S", Duration.ofMillis(500)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("parley.a=" + value + " is not allowed: it must be ")
        .hasMessageContaining("ISO-8601 duration")
        .hasMessageContaining("PT0.5S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P36501D", "PT99999999999H", "P999999999999999999D"})
  void aDurationOfMoreThanACenturyIsRefusedAndTheLimitTold(String value) {
    assertThatThrownBy(() -> reader("a", value).duration("a", "PT1S", Duration.ofMillis(500)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("parley.a=" + value + " is not allowed: it must be ")
        .hasMessageContaining("at most");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "PT0S", "P0D"})
  void zeroIsAllowedWhereItMeansNoLimit(String value) {
    assertThat(reader("a", value).durationOrZero("a", "PT1S", Duration.ofSeconds(1))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "-PT1S", "00", "none"})
  void whatIsNeitherZeroNorLongEnoughIsRefused(String value) {
    assertThatThrownBy(() -> reader("a", value).durationOrZero("a", "PT1S", Duration.ofSeconds(1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("PT1S")
        .hasMessageContaining("or 0");
  }

  // Lists and paths

  @Test
  void aListIsSeparatedByCommasAndEmptyPlacesDoNotCount() {
    assertThat(reader("a", " x, y ,,z,").list("a", "", value -> true))
        .containsExactly("x", "y", "z");
    assertThat(reader("b", "x").list("a", "", value -> true)).isEmpty();
  }

  @Test
  void theOneOfAListThatIsNotAllowedIsNamed() {
    assertThatThrownBy(() -> reader("a", "x,yy,z").list("a", "a letter", v -> v.length() == 1))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("parley.a=yy is not allowed: it must be a letter");
  }

  @Test
  void aPathIsMadeAbsolute() {
    Path path = reader("a", "some/../where").path("a", Path.of("/x"));
    assertThat(path).isEqualTo(Path.of("where").toAbsolutePath());
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertThatThrownBy(() -> reader("a", "x\0y").path("a", Path.of("/x")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("a directory");
  }

  private static SettingReader reader(String name, String value) {
    return new SettingReader(List.of(Map.of("parley." + name, value)::get));
  }
}
