package dev.parley.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as they stand on the wire: ISO 8601 in UTC, always with milliseconds and {@code Z}. */
public final class Timestamps {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What was formatted last: messages that are committed together have the same time. */
  private record Last(Instant instant, String text) {}

  private static volatile Last last = new Last(Instant.EPOCH, FORMAT.format(Instant.EPOCH));

  private Timestamps() {}

  /** {@code 2026-11-22T09:30:00.000Z}; what is finer than a millisecond is cut off. */
  public static String format(Instant instant) {
    Last before = last;
    if (before.instant().equals(instant)) {
      return before.text();
    }
    String text = FORMAT.format(instant);
    last = new Last(instant, text);
    return text;
  }
}
