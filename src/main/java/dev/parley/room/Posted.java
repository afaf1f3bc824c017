package dev.parley.room;

import dev.parley.protocol.Message;
import java.time.Duration;

/** What became of a post. */
public sealed interface Posted {

  /** It is on its way to the others. */
  record Accepted(Message message) implements Posted {}

  /** It was blank: not said, though it counts against the rate. */
  record Ignored() implements Posted {}

  /** Nothing of it was kept. */
  record TooLong() implements Posted {}

  /** Nothing of it was kept; the next may be posted after a while. */
  record Limited(Duration retryAfter) implements Posted {}
}
