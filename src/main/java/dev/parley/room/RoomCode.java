package dev.parley.room;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The name of a room: unguessable, and easy to read aloud. Twelve digits of Crockford's Base32, 60
 * bits, in three groups: {@code k7wq-3fmx-9tdc}. There is no I, L, O or U in it, and who types one
 * means 1 or 0.
 */
final class RoomCode {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 12;
  private static final int GROUP = 4;

  private RoomCode() {}

  /**
   * @param random cryptographically strong
   */
  static String random(RandomGenerator random) {
    StringBuilder digits = new StringBuilder();
    random.ints(LENGTH, 0, DIGITS.length()).forEach(value -> digits.append(DIGITS.charAt(value)));
    return grouped(digits);
  }

  /**
   * The code as we write it, for what somebody typed or pasted: in any case, with any hyphens and
   * spaces. What cannot be a code comes back as an empty text, which is the code of no room.
   */
  static String normal(String typed) {
    if (typed.length() > 4 * LENGTH) {
      return "";
    }
    StringBuilder digits = new StringBuilder();
    for (char c : typed.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c == '-' || Character.isWhitespace(c)) {
        continue;
      }
      char digit =
          switch (c) {
            case 'o' -> '0';
            case 'i', 'l' -> '1';
            default -> c;
          };
      if (DIGITS.indexOf(digit) < 0) {
        return "";
      }
      digits.append(digit);
    }
    return digits.length() == LENGTH ? grouped(digits) : "";
  }

  private static String grouped(StringBuilder digits) {
    for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
      digits.insert(at, '-');
    }
    return digits.toString();
  }
}
