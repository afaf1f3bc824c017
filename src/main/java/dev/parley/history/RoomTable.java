package dev.parley.history;

import dev.parley.history.MessageLog.StoredRoom;
import dev.parley.protocol.Member;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rooms and who was let into them: the statements. Stateless; each call works on the connection
 * that it is given.
 */
final class RoomTable {

  private static final int LOCKED_AT_A_TIME = 10_000;

  private final SqlDialect dialect;

  RoomTable(SqlDialect dialect) {
    this.dialect = dialect;
  }

  /** A room's id and its last message's {@code seq}. */
  record Head(String roomId, long seq) {}

  /** Whether that id was free. */
  boolean create(Connection connection, StoredRoom room) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_room (room_id, epoch, created_at, last_seq, last_used_at)"
                + " VALUES (?, ?, ?, 0, ?) ON CONFLICT (room_id) DO NOTHING")) {
      insert.setString(1, room.roomId());
      insert.setString(2, room.epoch());
      dialect.setTime(insert, 3, room.createdAt());
      dialect.setTime(insert, 4, room.createdAt());
      return insert.executeUpdate() == 1;
    }
  }

  Optional<StoredRoom> find(Connection connection, String roomId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT epoch, created_at, last_seq FROM parley_room"
                + " WHERE room_id = ? AND forgotten_at IS NULL")) {
      select.setString(1, roomId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new StoredRoom(
                    roomId,
                    row.getString("epoch"),
                    dialect.time(row, "created_at"),
                    row.getLong("last_seq"),
                    removed(connection, roomId)))
            : Optional.empty();
      }
    }
  }

  private static Set<String> removed(Connection connection, String roomId) throws SQLException {
    Set<String> clientIds = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT client_id FROM parley_member WHERE room_id = ? AND removed_at IS NOT NULL")) {
      select.setString(1, roomId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          clientIds.add(rows.getString("client_id"));
        }
      }
    }
    return clientIds;
  }

  /** Locks those of the rooms that exist, in the order of their ids, until the transaction ends. */
  void lock(Connection connection, Collection<String> roomIds) throws SQLException {
    if (dialect.forUpdate().isEmpty()) {
      return;
    }
    List<String> ids = List.copyOf(roomIds);
    for (int from = 0; from < ids.size(); from += LOCKED_AT_A_TIME) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + LOCKED_AT_A_TIME));
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT room_id FROM parley_room WHERE room_id IN ("
                  + String.join(", ", Collections.nCopies(some.size(), "?"))
                  + ") ORDER BY room_id"
                  + dialect.forUpdate())) {
        for (int i = 0; i < some.size(); i++) {
          select.setString(i + 1, some.get(i));
        }
        select.executeQuery().close();
      }
    }
  }

  /**
   * @throws UnknownRoomException if there is no such room
   */
  void require(Connection connection, String roomId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM parley_room WHERE room_id = ? AND forgotten_at IS NULL")) {
      select.setString(1, roomId);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new UnknownRoomException(roomId);
        }
      }
    }
  }

  void admit(Connection connection, String roomId, Member member, boolean host, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_member (room_id, client_id, name, is_host, joined_at)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (room_id, client_id) DO NOTHING")) {
      insert.setString(1, roomId);
      insert.setString(2, member.clientId());
      insert.setString(3, member.name());
      insert.setBoolean(4, host);
      dialect.setTime(insert, 5, now);
      insert.executeUpdate();
    }
  }

  /** Whether there is such a member; removing them again keeps the first time. */
  boolean remove(Connection connection, String roomId, String clientId, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE parley_member SET removed_at = COALESCE(removed_at, ?)"
                + " WHERE room_id = ? AND client_id = ?")) {
      dialect.setTime(update, 1, now);
      update.setString(2, roomId);
      update.setString(3, clientId);
      return update.executeUpdate() == 1;
    }
  }

  void touch(Connection connection, Collection<String> roomIds, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE parley_room SET last_used_at = ? WHERE room_id = ?")) {
      for (String roomId : roomIds.stream().sorted().toList()) {
        dialect.setTime(update, 1, now);
        update.setString(2, roomId);
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  List<String> unusedSince(Connection connection, Instant then, int limit) throws SQLException {
    List<String> roomIds = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT room_id FROM parley_room WHERE last_used_at < ? AND forgotten_at IS NULL"
                + " ORDER BY last_used_at LIMIT ?")) {
      dialect.setTime(select, 1, then);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          roomIds.add(rows.getString("room_id"));
        }
      }
    }
    return roomIds;
  }

  /** Whether nobody has used it since then. */
  boolean forget(Connection connection, String roomId, Instant unusedSince, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE parley_room SET forgotten_at = ?"
                + " WHERE room_id = ? AND last_used_at < ? AND forgotten_at IS NULL")) {
      dialect.setTime(update, 1, now);
      update.setString(2, roomId);
      dialect.setTime(update, 3, unusedSince);
      return update.executeUpdate() == 1;
    }
  }

  /** A room that is forgotten, and not deleted yet. */
  Optional<String> forgotten(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT room_id FROM parley_room WHERE forgotten_at IS NOT NULL LIMIT 1");
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row.getString("room_id")) : Optional.empty();
    }
  }

  /** Of a room without messages, what is left. */
  void delete(Connection connection, String roomId) throws SQLException {
    for (String table : List.of("parley_member", "parley_room")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE room_id = ?")) {
        delete.setString(1, roomId);
        delete.executeUpdate();
      }
    }
  }

  /** The rooms that come next in the order of their ids. */
  List<Head> next(Connection connection, String after, int limit) throws SQLException {
    List<Head> heads = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT room_id, last_seq FROM parley_room"
                + " WHERE room_id > ? AND forgotten_at IS NULL ORDER BY room_id LIMIT ?")) {
      select.setString(1, after);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          heads.add(new Head(rows.getString("room_id"), rows.getLong("last_seq")));
        }
      }
    }
    return heads;
  }
}
