package dev.parley.bench.driver;

import java.io.IOException;

/** When the members of a crowd post. */
interface Pace {

  /**
   * Posts what is due.
   *
   * @param now as {@link System#nanoTime} counts
   * @return after how many nanoseconds something will be due, if nothing arrives before
   */
  long post(long now) throws IOException;

  boolean isOver(long now);
}
