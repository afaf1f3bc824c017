package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** What a client asks for. */
public sealed interface ClientFrame {

  /**
   * To say something.
   *
   * @param ref the client's own id of it, 1 to 64 characters; the same when it is retried; null in
   *     the plain dialect, which has none
   */
  record Post(@Nullable String ref, String text) implements ClientFrame {

    /** Without the text, which must not reach a log file. */
    @Override
    public String toString() {
      return "Post[" + ref + "]";
    }
  }

  /** To show the others that one is writing. */
  record Typing() implements ClientFrame {}

  /** To go on with a newer token. */
  record Renew(String token) implements ClientFrame {

    /** Without the token, which must not reach a log file. */
    @Override
    public String toString() {
      return "Renew[]";
    }
  }

  /**
   * What cannot be understood.
   *
   * @param detail why, for people; nothing of the frame is in it
   * @param ref of the post that it seems to be, if that much can be read
   */
  record Unreadable(String detail, @Nullable String ref) implements ClientFrame {}
}
