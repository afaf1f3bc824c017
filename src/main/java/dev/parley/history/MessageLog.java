package dev.parley.history;

import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The truth about what was said. A message that {@link #append} has confirmed is never lost, never
 * doubled and never out of order, for as long as it is kept.
 *
 * <p>No call waits for a disk or a network: each returns at once, and its future is completed later
 * on a thread of the log, with the outcome or with one of
 *
 * <ul>
 *   <li>{@link UnavailableException}: not now; for a write, it may or may not have been done, and
 *       doing it again is safe;
 *   <li>{@link UnknownRoomException}: there is no such room, or no longer.
 * </ul>
 *
 * <p>What hangs on these futures runs on the log's own threads and must neither block nor throw.
 * Writes take effect in the order of their calls. For any thread.
 */
public interface MessageLog extends AutoCloseable {

  /**
   * A room as the log knows it.
   *
   * @param epoch names this incarnation of the room's log; another epoch, another log
   * @param head the {@code seq} of the last message, 0 before the first
   * @param removed the client ids that a host has removed
   */
  record StoredRoom(
      String roomId, String epoch, Instant createdAt, long head, Set<String> removed) {}

  /**
   * Something that a member wants to say.
   *
   * @param ref the member's own id of it; the same for the same message, however often it is posted
   */
  record Post(String roomId, Member author, String ref, String text) {

    /** Without the text, which must not reach a log file. */
    @Override
    public String toString() {
      return "Post[" + ref + " of " + author.clientId() + " in " + roomId + "]";
    }
  }

  /**
   * A post that is in the log.
   *
   * @param repeated whether it was before this call
   */
  record Appended(Message message, boolean repeated) {}

  /**
   * How much of each room is kept.
   *
   * @param age of the oldest message; zero for no limit
   * @param count of the newest messages; 0 for no limit
   */
  record Retention(Duration age, long count) {

    public boolean isLimited() {
      return count > 0 || !age.isZero();
    }
  }

  /**
   * Who is told what has been committed. Called by one thread at a time; must not block or throw.
   */
  interface Subscriber {

    /**
     * New messages of one room, in {@code seq} order and after all that were committed before them,
     * except for what was committed while the log seemed unavailable: that shows as a gap.
     */
    void committed(String roomId, List<Message> messages);

    /** The log is back after it was unavailable; what was committed last may not have been told. */
    void recovered();
  }

  /** Names who is told; to be called once, before the first {@link #append}. */
  void subscribe(Subscriber subscriber);

  /**
   * Makes a room.
   *
   * @return nothing if a room has this id already
   */
  CompletionStage<Optional<StoredRoom>> create(String roomId, Member host);

  /** The room of that id, if there is one. */
  CompletionStage<Optional<StoredRoom>> find(String roomId);

  /**
   * The room that a valid token names: as {@link #find}, but a log that does not outlive the
   * process takes the token as proof that the room existed, and opens it anew under another epoch.
   */
  CompletionStage<Optional<StoredRoom>> reopen(String roomId);

  /** Notes that somebody was let into a room, which is a use of it. */
  CompletionStage<Void> admit(String roomId, Member member);

  /**
   * Notes that a host removed a member for good.
   *
   * @return whether there is such a member
   */
  CompletionStage<Boolean> remove(String roomId, String clientId);

  /**
   * Appends a post, unless it is there already. The subscriber is told of a new message before the
   * future completes.
   */
  CompletionStage<Appended> append(Post post);

  /** At most {@code limit} messages with a {@code seq} over {@code after}, oldest first. */
  CompletionStage<List<Message>> after(String roomId, long after, int limit);

  /** The last {@code limit} messages with a {@code seq} under {@code before}, oldest first. */
  CompletionStage<List<Message>> before(String roomId, long before, int limit);

  /** Notes that these rooms are in use now. */
  CompletionStage<Void> touch(Collection<String> roomIds);

  /** Some of the rooms that have not been in use, created or spoken in since then. */
  CompletionStage<List<String>> unusedSince(Instant then, int limit);

  /**
   * Forgets a room at once, and what was said in it in small steps after that; unless somebody has
   * used it since then.
   *
   * @return whether it is forgotten
   */
  CompletionStage<Boolean> forget(String roomId, Instant unusedSince);

  /** Deletes some of what is no longer to be kept; to be called now and then. */
  CompletionStage<Void> trim(Retention retention);

  /** Writes what waits, for as long as the patience lasts, and lets go of files and connections. */
  @Override
  void close();
}
