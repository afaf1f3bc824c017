package dev.parley.history;

class PostgresMessageLogTest extends SqlMessageLogContract {

  @Override
  SqlStore newStore() {
    return new PostgresStore();
  }
}
