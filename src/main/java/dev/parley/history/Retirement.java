package dev.parley.history;

import dev.parley.history.MessageLog.Retention;
import dev.parley.history.MessageTable.Aged;
import dev.parley.history.RoomTable.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Deletes what is no longer to be kept, in steps so small that posts do not wait for them: what is
 * left of forgotten rooms first, then, room after room, what is too old or too much. For one
 * thread.
 */
final class Retirement {

  private static final int MESSAGES_A_STEP = 500;
  private static final int ROOMS_A_STEP = 50;

  private final MessageTable messages;
  private final RoomTable rooms;

  /** The last room that was looked at. */
  private String walkedTo = "";

  Retirement(MessageTable messages, RoomTable rooms) {
    this.messages = messages;
    this.rooms = rooms;
  }

  /** Takes a step; whether another one makes sense now. */
  boolean step(Connection connection, Retention retention, Instant now) throws SQLException {
    Optional<String> forgotten = rooms.forgotten(connection);
    if (forgotten.isPresent()) {
      delete(connection, forgotten.get());
      return true;
    }
    return retention.isLimited() && walk(connection, retention, now);
  }

  private void delete(Connection connection, String roomId) throws SQLException {
    List<Aged> oldest = messages.oldest(connection, roomId, MESSAGES_A_STEP);
    if (oldest.size() == MESSAGES_A_STEP) {
      messages.deleteUpTo(connection, roomId, oldest.get(MESSAGES_A_STEP - 1).seq());
    } else {
      messages.deleteUpTo(connection, roomId, Long.MAX_VALUE);
      rooms.delete(connection, roomId);
    }
  }

  private boolean walk(Connection connection, Retention retention, Instant now)
      throws SQLException {
    List<Head> next = rooms.next(connection, walkedTo, ROOMS_A_STEP);
    for (Head room : next) {
      boolean whole = trim(connection, room, retention, now);
      if (!whole) {
        return true;
      }
      walkedTo = room.roomId();
    }
    if (next.size() < ROOMS_A_STEP) {
      walkedTo = "";
      return false;
    }
    return true;
  }

  /** Whether nothing more is to be deleted. */
  private boolean trim(Connection connection, Head room, Retention retention, Instant now)
      throws SQLException {
    if (lastDue(messages.oldest(connection, room.roomId(), 1), room, retention, now).isEmpty()) {
      return true;
    }
    List<Aged> oldest = messages.oldest(connection, room.roomId(), MESSAGES_A_STEP);
    OptionalLong last = lastDue(oldest, room, retention, now);
    if (last.isPresent()) {
      messages.deleteUpTo(connection, room.roomId(), last.getAsLong());
    }
    return oldest.size() < MESSAGES_A_STEP
        || last.orElse(0) < oldest.get(MESSAGES_A_STEP - 1).seq();
  }

  private static OptionalLong lastDue(
      List<Aged> oldest, Head room, Retention retention, Instant now) {
    long tooMany = retention.count() == 0 ? 0 : room.seq() - retention.count();
    Instant tooOld = now.minus(retention.age());
    return oldest.stream()
        .takeWhile(
            each ->
                each.seq() <= tooMany
                    || (!retention.age().isZero() && each.sentAt().isBefore(tooOld)))
        .mapToLong(Aged::seq)
        .max();
  }
}
