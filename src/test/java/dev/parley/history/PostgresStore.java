package dev.parley.history;

import static dev.parley.history.Logs.THREADS;

import java.sql.Connection;
import java.sql.SQLException;

/** A schema of its own in a PostgreSQL. */
final class PostgresStore extends SqlStore {

  private final Postgres server;
  private final String schema;

  /** In the server that all tests share. */
  PostgresStore() {
    this(Postgres.shared());
  }

  PostgresStore(Postgres server) {
    this.server = server;
    this.schema = server.newSchema();
  }

  String schema() {
    return schema;
  }

  String url() {
    return server.url() + "?currentSchema=" + schema;
  }

  @Override
  Database database() {
    return Database.postgresql(url(), Postgres.USER, "", THREADS);
  }

  @Override
  Connection connect() throws SQLException {
    return Postgres.connect(url());
  }

  @Override
  String writeLock() {
    return "LOCK TABLE parley_room, parley_member, parley_message IN EXCLUSIVE MODE";
  }

  @Override
  String refuse(String text) {
    return "ALTER TABLE parley_message ADD CHECK (message <> '" + text + "')";
  }

  @Override
  public void close() {
    server.drop(schema);
  }
}
