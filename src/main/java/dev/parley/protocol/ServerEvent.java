package dev.parley.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells a client. */
public sealed interface ServerEvent {

  /**
   * Always the first.
   *
   * @param head the {@code seq} of the last message of the room at this moment
   * @param resumed whether all that was missed follows; otherwise the client starts afresh
   * @param members who is here, the client itself included
   */
  record Welcome(
      Member self,
      String roomId,
      String epoch,
      long head,
      boolean resumed,
      List<Member> members,
      Terms terms)
      implements ServerEvent {}

  /** What a connection may rely on, and what it has to keep to; 0 means no limit. */
  record Terms(Instant expiresAt, Duration heartbeat, int maxMessageChars) {}

  /** Somebody has said something, and it is in the log. */
  record Said(Message message) implements ServerEvent {}

  /** A member is here who was not before. */
  record Joined(Member member) implements ServerEvent {}

  /** A member is gone with all sockets. */
  record Left(String clientId) implements ServerEvent {}

  /** A member is writing. */
  record Typing(Member member) implements ServerEvent {}

  /**
   * The connection is alive.
   *
   * @param head as in {@link Welcome}, so that a client notices what it lacks
   */
  record Heartbeat(long head) implements ServerEvent {}

  /** The connection is good for as long as the new token is. */
  record Renewed(Instant expiresAt) implements ServerEvent {}

  /**
   * Something that the client asked for was not done.
   *
   * @param detail for people
   * @param ref of the post that it is about, if it is about one
   * @param retryAfter when asking again makes sense, if that is known
   */
  record Failed(ErrorCode code, String detail, @Nullable String ref, @Nullable Duration retryAfter)
      implements ServerEvent {}

  /** Why something was not done. */
  enum ErrorCode {
    BAD_REQUEST,
    TOO_LONG,
    /** Nothing of the post was kept. */
    RATE_LIMITED,
    /** The log cannot be written now; to be retried with the same ref. */
    UNAVAILABLE,
    FORBIDDEN
  }
}
