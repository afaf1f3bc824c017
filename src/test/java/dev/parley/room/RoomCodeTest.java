package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCodeTest {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final String SHAPE = "[%1$s]{4}-[%1$s]{4}-[%1$s]{4}".formatted(DIGITS);

  @Property
  void aCodeIsTwelveDigitsInThreeGroups(@ForAll long seed) {
    assertThat(RoomCode.random(new Random(seed))).matches(SHAPE);
  }

  @Test
  void everyPlaceTakesEveryDigitWhichMakesSixtyBits() {
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      String code = RoomCode.random(random);
      for (int at = 0; at < code.length(); at++) {
        seen.add(at + ":" + code.charAt(at));
      }
    }
    assertThat(seen).hasSize(12 * DIGITS.length() + 2);
  }

  @Test
  void noCodeComesTwice() {
    SecureRandom random = new SecureRandom();
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(codes.add(RoomCode.random(random))).isTrue();
    }
  }

  @Property
  void aCodeIsItsOwnNormalForm(@ForAll long seed) {
    String code = RoomCode.random(new Random(seed));
    assertThat(RoomCode.normal(code)).isEqualTo(code);
  }

  @Property
  void howeverACodeIsTypedItIsTheSame(@ForAll long seed, @ForAll Random hand) {
    String code = RoomCode.random(new Random(seed));
    StringBuilder typed = new StringBuilder(hand.nextBoolean() ? " " : "");
    for (int at = 0; at < code.length(); at++) {
      char c = code.charAt(at);
      if (c == '-') {
        typed.append(oneOf(hand, "", "-", " ", " - "));
      } else {
        String alias =
            c == '0' ? oneOf(hand, "0", "o") : c == '1' ? oneOf(hand, "1", "i", "l") : "" + c;
        typed.append(hand.nextBoolean() ? alias : alias.toUpperCase(Locale.ROOT));
      }
    }
    typed.append(oneOf(hand, "", "\n", "\t"));
    assertThat(RoomCode.normal(typed.toString())).isEqualTo(code);
  }

  @Test
  void wordsForZeroAndOneAreUnderstood() {
    assertThat(RoomCode.normal("OoIi Ll01 abcd")).isEqualTo("0011-1101-abcd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "k7wq-3fmx-9td",
        "k7wq-3fmx-9tdcc",
        "k7wq-3fmx-9tdu",
        "k7wq/3fmx/9tdc",
        "k7wq-3fmx-9td\u0000",
        "k7wq-3fmx-9tdé",
        "k7wq-3fmx-9td\uD83D\uDE00",
        "../../../etc/passwd",
        "' OR 1=1 --",
        "undefined",
        "٠١٢٣٤٥٦٧٨٩٠١",
      })
  void whatIsNoCodeIsTheCodeOfNoRoom(String typed) {
    assertThat(RoomCode.normal(typed)).isEmpty();
  }

  @Test
  void aLongTextIsNoCodeHoweverManyHyphensItHas() {
    assertThat(RoomCode.normal("k7wq-3fmx-9tdc" + "-".repeat(1_000_000))).isEmpty();
  }

  @Property
  void anyTextIsACodeOrNone(@ForAll String typed) {
    assertThat(RoomCode.normal(typed)).matches("|" + SHAPE);
  }

  @Property
  void anyTwelveLettersAreACodeUnlessThereIsAU(
      @ForAll @StringLength(12) @CharRange(from = 'a', to = 'z') String typed) {
    String code = RoomCode.normal(typed);
    if (typed.contains("u")) {
      assertThat(code).isEmpty();
    } else {
      assertThat(code).matches(SHAPE);
      assertThat(RoomCode.normal(code)).isEqualTo(code);
    }
  }

  private static String oneOf(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
