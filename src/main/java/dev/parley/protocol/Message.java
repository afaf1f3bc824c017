package dev.parley.protocol;

import java.time.Instant;

/**
 * Something said in a room, and in the log.
 *
 * @param seq counts from 1 in each room, without gaps
 * @param ref the author's own id of it, unique among what this author says in the room
 * @param timestamp in whole milliseconds
 */
public record Message(long seq, String ref, Member author, String text, Instant timestamp) {

  /** Without the text, which must not reach a log file. */
  @Override
  public String toString() {
    return "Message[" + seq + " of " + author.clientId() + "]";
  }
}
