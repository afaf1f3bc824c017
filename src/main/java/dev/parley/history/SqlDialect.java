package dev.parley.history;

import dev.parley.protocol.Timestamps;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Where the databases differ; all statements are the same but for this. */
enum SqlDialect {
  SQLITE("", false) {
    @Override
    void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
      statement.setString(index, Timestamps.format(time));
    }

    @Override
    Instant time(ResultSet row, String column) throws SQLException {
      return Instant.parse(row.getString(column));
    }
  },

  POSTGRESQL(" FOR UPDATE", true) {
    @Override
    void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
      statement.setObject(index, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    @Override
    Instant time(ResultSet row, String column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    }
  };

  private final String forUpdate;
  private final boolean shared;

  SqlDialect(String forUpdate, boolean shared) {
    this.forUpdate = forUpdate;
    this.shared = shared;
  }

  /** Whether others may have tables beside ours. */
  boolean isShared() {
    return shared;
  }

  /**
   * What a SELECT ends with whose rows nobody else may change until we commit. SQLite has one
   * writer at a time, and needs no word for it.
   */
  String forUpdate() {
    return forUpdate;
  }

  abstract void setTime(PreparedStatement statement, int index, Instant time) throws SQLException;

  abstract Instant time(ResultSet row, String column) throws SQLException;
}
