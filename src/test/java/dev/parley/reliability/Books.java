package dev.parley.reliability;

import dev.parley.reliability.Api.Book;
import dev.parley.reliability.Told.Said;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log as it stands in the database, past the server. */
final class Books {

  private static final int FETCH = 10_000;

  private Books() {}

  /** All rooms, by id. */
  static Map<String, Book> read(String jdbcUrl, Words words) throws SQLException {
    Map<String, Book> books = new HashMap<>();
    try (Connection database = DriverManager.getConnection(jdbcUrl);
        Statement statement = database.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery("SELECT room_id, epoch, last_seq FROM parley_room")) {
        while (rows.next()) {
          String roomId = rows.getString(1);
          List<Said> messages = new ArrayList<>();
          books.put(roomId, new Book(roomId, rows.getString(2), rows.getLong(3), messages));
        }
      }
      database.setAutoCommit(false); // without which PostgreSQL would send all rows at once
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT room_id, seq, ref, client_id, message FROM parley_message ORDER BY room_id, seq")) {
        while (rows.next()) {
          Book book = books.get(rows.getString(1));
          if (book == null) {
            throw new SQLException("a message of no room: " + rows.getString(1));
          }
          book.messages()
              .add(
                  words.of(
                      new Said(
                          rows.getLong(2),
                          rows.getString(3),
                          rows.getString(4),
                          rows.getString(5))));
        }
      }
      database.rollback();
    }
    return books;
  }
}
