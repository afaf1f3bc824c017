package dev.parley.bench.plan;

/**
 * What one node spends: medians on Payara Micro of the tables of {@code docs/benchmarks.md},
 * rounded up.
 *
 * @param delivery CPU-µs of a message to one member, where nothing waits to travel together
 * @param packed CPU-µs of the same in a room so busy that messages do travel together
 * @param post CPU-µs of a message that is stored and acknowledged
 * @param handshake CPU-µs of a socket that is opened with a token, and its place in a room
 * @param idleKilobytes resident, of a connection
 * @param storedPosts a second, that one log takes
 */
record Costs(
    double delivery,
    double packed,
    double post,
    double handshake,
    double idleKilobytes,
    double storedPosts) {

  private static final double MICROS_PER_SECOND = 1e6;

  static final Costs FIRST = new Costs(45, 5, 250, 2_000, 50, 10_000);

  /** How much of one core a load takes. */
  double cores(double postsPerSecond, double deliveriesPerSecond) {
    return (postsPerSecond * post + deliveriesPerSecond * delivery) / MICROS_PER_SECOND;
  }

  /** How many members one core lets in, in a second in which it does nothing else. */
  double handshakesPerCore() {
    return MICROS_PER_SECOND / handshake;
  }
}
