package dev.parley.room;

import dev.parley.protocol.Message;
import java.time.Duration;

/** What became of a post. */
public sealed interface Posted {

  /** It is in the log, and on its way to everyone. */
  record Accepted(Message message) implements Posted {}

  /** It was blank: not said, though it counts against the rate. */
  record Blank() implements Posted {}

  /** Nothing of it was kept. */
  record TooLong(int most) implements Posted {}

  /** Nothing of it was kept; the next may be posted after a while. */
  record Limited(Duration retryAfter) implements Posted {}

  /** It may or may not have been kept; to be posted again with the same ref. */
  record Unavailable() implements Posted {}

  /** A host has removed the member. */
  record Removed() implements Posted {}

  /** The room exists no more. */
  record Closed() implements Posted {}
}
