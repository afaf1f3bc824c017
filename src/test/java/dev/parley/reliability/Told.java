package dev.parley.reliability;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a client was told, as it was told it. */
sealed interface Told {

  /** The first event of a {@code parley.v1} socket. */
  record Welcome(long head, boolean resumed, String epoch) implements Told {}

  /** A message on a {@code parley.v1} socket; the same words, if it stands in the log or a page. */
  record Said(long seq, String ref, String clientId, String text) implements Told {

    private static final int WIDTH = 60;

    /** Short enough for a report. */
    @Override
    public String toString() {
      String brief = text.length() > WIDTH ? text.substring(0, WIDTH) + "…" : text;
      return "message " + seq + " (" + ref + " of " + clientId + ": " + brief + ")";
    }
  }

  /** A message on a plain socket, which tells no more. */
  record Plain(String text) implements Told {}

  record Heartbeat(long head) implements Told {}

  /** An error event. */
  record Failed(String code, @Nullable String ref) implements Told {}

  /** Who came, who went, who writes. */
  record Other(String type) implements Told {}

  /** A page of the history over REST, read because something was missing. */
  record Page(long after, List<Said> messages, String epoch) implements Told {}

  /** REST's answer to a post. */
  record Stored(Said message) implements Told {}
}
