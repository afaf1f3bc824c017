package dev.parley.protocol;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What may stand in a message or a name. Lengths are counted in Unicode code points. */
public final class Text {

  private static final int REPLACEMENT = 0xFFFD;
  private static final int MAX_REF_CHARS = 64;

  private Text() {}

  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * The text with U+FFFD for what UTF-8 or a database could not carry: half a surrogate pair, and
   * U+0000.
   */
  public static String wellFormed(String text) {
    if (isStorable(text)) {
      return text;
    }
    return text.codePoints()
        .map(c -> isStorable(c) ? c : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether this can be the id that a client gives to a post: 1 to 64 characters, all storable. */
  public static boolean isRef(String ref) {
    return !ref.isEmpty() && length(ref) <= MAX_REF_CHARS && isStorable(ref);
  }

  /** An id for a post whose author gave it none; unique among what one author says in a room. */
  public static String randomRef() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /**
   * The display name without surrounding white space, or null when it is none: missing, blank, over
   * the limit, or with a character that is invisible and would change how its surroundings look
   * (controls, line separators, direction overrides, half a surrogate pair).
   */
  public static @Nullable String displayName(@Nullable String name, int maxChars) {
    if (name == null) {
      return null;
    }
    String stripped = name.strip();
    boolean named = stripped.codePoints().anyMatch(Text::isVisible);
    boolean clean = name.codePoints().noneMatch(Text::isForbiddenInName);
    return named && clean && length(stripped) <= maxChars ? stripped : null;
  }

  /** A loop, since every message and ref goes through it. */
  private static boolean isStorable(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (!isStorable(codePoint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStorable(int c) {
    return c != 0 && Character.getType(c) != Character.SURROGATE;
  }

  private static boolean isVisible(int c) {
    return !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && Character.getType(c) != Character.FORMAT
        && "\u115F\u1160\u2800\u3164\uFFA0".indexOf(c) < 0;
  }

  private static boolean isForbiddenInName(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    };
  }
}
