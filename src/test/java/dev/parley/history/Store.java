package dev.parley.history;

import java.time.Clock;

/** A place for logs: what one of them keeps there, the next one finds, if it is to be found. */
interface Store extends AutoCloseable {

  MessageLog open(Clock clock);

  @Override
  void close();
}
