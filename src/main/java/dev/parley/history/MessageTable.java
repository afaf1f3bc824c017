package dev.parley.history;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was said: the statements. Stateless; each call works on the connection that it is given. */
final class MessageTable {

  private static final String COLUMNS = "room_id, seq, client_id, name, ref, message, sent_at";

  private static final String INSERT =
      "INSERT INTO parley_message (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String UNLESS_STORED = " ON CONFLICT (room_id, client_id, ref) DO NOTHING";

  /** The SQLSTATE of a unique constraint's violation. */
  private static final String REPEATED = "23505";

  private static final String ADVANCE =
      "UPDATE parley_room SET last_seq = ?, last_used_at = ? WHERE room_id = ?";

  private static final String AFTER =
      "SELECT "
          + COLUMNS
          + " FROM parley_message WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?";

  private static final String BEFORE =
      "SELECT "
          + COLUMNS
          + " FROM parley_message WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?";

  private final SqlDialect dialect;

  MessageTable(SqlDialect dialect) {
    this.dialect = dialect;
  }

  private record Id(String roomId, String clientId, String ref) {
    static Id of(Post post) {
      return new Id(post.roomId(), post.author().clientId(), post.ref());
    }
  }

  /**
   * Appends posts in their order, in a transaction of the caller's, as long as none of them is in
   * the log already; which to ask of each would be a fifth of the work, and few are. The rooms are
   * locked first, in the order of their ids, so that nobody else counts on, and two who append
   * never wait for each other in a circle.
   *
   * @return for each post what became of it; null if its room does not exist
   * @throws SQLException that is {@link SqlTrouble#isInData in the data} if a post is in the log,
   *     or the database does not tell
   */
  List<@Nullable Appended> appendNew(Connection connection, List<Post> posts, Instant now)
      throws SQLException {
    return append(connection, posts, now, true);
  }

  /** The same for posts of which some may be in the log. */
  List<@Nullable Appended> append(Connection connection, List<Post> posts, Instant now)
      throws SQLException {
    return append(connection, posts, now, false);
  }

  private List<@Nullable Appended> append(
      Connection connection, List<Post> posts, Instant now, boolean areNew) throws SQLException {
    Map<String, Long> heads = lock(connection, posts);
    Map<Id, Message> stored = areNew ? new HashMap<>() : stored(connection, posts);
    Map<String, Long> advanced = new TreeMap<>();
    List<@Nullable Appended> appended = new ArrayList<>(posts.size());
    try (PreparedStatement insert =
        connection.prepareStatement(areNew ? INSERT + UNLESS_STORED : INSERT)) {
      for (Post post : posts) {
        Long head = heads.get(post.roomId());
        Id id = Id.of(post);
        Message before = stored.get(id);
        if (head == null) {
          appended.add(null);
        } else if (before != null) {
          appended.add(new Appended(before, true));
        } else {
          Message message = new Message(head + 1, post.ref(), post.author(), post.text(), now);
          bind(insert, post.roomId(), message);
          insert.addBatch();
          heads.put(post.roomId(), message.seq());
          advanced.put(post.roomId(), message.seq());
          stored.put(id, message);
          appended.add(new Appended(message, false));
        }
      }
      if (!advanced.isEmpty()) {
        int[] counts = insert.executeBatch();
        if (areNew && IntStream.of(counts).anyMatch(count -> count != 1)) {
          throw new SQLException("a post is in the log already", REPEATED);
        }
        advance(connection, advanced, now);
      }
    }
    return appended;
  }

  /** The heads of those rooms that exist. */
  private Map<String, Long> lock(Connection connection, List<Post> posts) throws SQLException {
    List<String> roomIds = posts.stream().map(Post::roomId).distinct().toList();
    String sql =
        "SELECT room_id, last_seq FROM parley_room WHERE room_id IN ("
            + String.join(", ", Collections.nCopies(roomIds.size(), "?"))
            + ") AND forgotten_at IS NULL ORDER BY room_id"
            + dialect.forUpdate();
    Map<String, Long> heads = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < roomIds.size(); i++) {
        select.setString(i + 1, roomIds.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          heads.put(rows.getString("room_id"), rows.getLong("last_seq"));
        }
      }
    }
    return heads;
  }

  /** Those of the posts that are in the log. */
  private Map<Id, Message> stored(Connection connection, List<Post> posts) throws SQLException {
    String sql =
        "WITH asked (room_id, client_id, ref) AS (VALUES "
            + String.join(", ", Collections.nCopies(posts.size(), "(?, ?, ?)"))
            + ") SELECT "
            + COLUMNS
            + " FROM asked JOIN parley_message USING (room_id, client_id, ref)";
    Map<Id, Message> stored = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int index = 0;
      for (Post post : posts) {
        select.setString(++index, post.roomId());
        select.setString(++index, post.author().clientId());
        select.setString(++index, post.ref());
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Message message = message(rows);
          stored.put(
              new Id(rows.getString("room_id"), message.author().clientId(), message.ref()),
              message);
        }
      }
    }
    return stored;
  }

  private void advance(Connection connection, Map<String, Long> heads, Instant now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
      for (Map.Entry<String, Long> head : heads.entrySet()) {
        update.setLong(1, head.getValue());
        dialect.setTime(update, 2, now);
        update.setString(3, head.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  List<Message> after(Connection connection, String roomId, long after, int limit)
      throws SQLException {
    return select(connection, AFTER, roomId, after, limit);
  }

  List<Message> before(Connection connection, String roomId, long before, int limit)
      throws SQLException {
    Deque<Message> oldestFirst = new ArrayDeque<>();
    select(connection, BEFORE, roomId, before, limit).forEach(oldestFirst::addFirst);
    return List.copyOf(oldestFirst);
  }

  private List<Message> select(
      Connection connection, String sql, String roomId, long bound, int limit) throws SQLException {
    List<Message> messages = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, roomId);
      select.setLong(2, bound);
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          messages.add(message(rows));
        }
      }
    }
    return messages;
  }

  /** A message's place and time. */
  record Aged(long seq, Instant sentAt) {}

  List<Aged> oldest(Connection connection, String roomId, int limit) throws SQLException {
    List<Aged> oldest = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, sent_at FROM parley_message WHERE room_id = ? ORDER BY seq LIMIT ?")) {
      select.setString(1, roomId);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          oldest.add(new Aged(rows.getLong("seq"), dialect.time(rows, "sent_at")));
        }
      }
    }
    return oldest;
  }

  /** Deletes the messages of a room up to that one, it included. */
  void deleteUpTo(Connection connection, String roomId, long seq) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM parley_message WHERE room_id = ? AND seq <= ?")) {
      delete.setString(1, roomId);
      delete.setLong(2, seq);
      delete.executeUpdate();
    }
  }

  private void bind(PreparedStatement insert, String roomId, Message message) throws SQLException {
    insert.setString(1, roomId);
    insert.setLong(2, message.seq());
    insert.setString(3, message.author().clientId());
    insert.setString(4, message.author().name());
    insert.setString(5, message.ref());
    insert.setString(6, message.text());
    dialect.setTime(insert, 7, message.timestamp());
  }

  private Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong("seq"),
        row.getString("ref"),
        new Member(row.getString("client_id"), row.getString("name")),
        row.getString("message"),
        dialect.time(row, "sent_at"));
  }
}
