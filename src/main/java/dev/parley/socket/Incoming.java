package dev.parley.socket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message that comes in pieces, and no more of it than is allowed. For one thread at a time. */
final class Incoming {

  private final int maxBytes;

  /** Most messages come in one piece, and an idle connection is to keep no buffer. */
  private String first = "";

  private @Nullable StringBuilder more;
  private long bytes;

  /**
   * @param maxBytes of a message, in UTF-8; 0 for no limit
   */
  Incoming(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Keeps the next piece, unless it makes too much of them.
   *
   * @return whether it was kept
   */
  boolean add(String piece) {
    bytes += piece.getBytes(StandardCharsets.UTF_8).length;
    if (maxBytes > 0 && bytes > maxBytes) {
      return false;
    }
    if (more != null) {
      more.append(piece);
    } else if (first.isEmpty()) {
      first = piece;
    } else {
      more = new StringBuilder(first).append(piece);
    }
    return true;
  }

  /** The whole message, after its last piece; the next one begins. */
  String take() {
    String whole = more == null ? first : more.toString();
    first = "";
    more = null;
    bytes = 0;
    return whole;
  }
}
