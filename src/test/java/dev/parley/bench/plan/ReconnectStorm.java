package dev.parley.bench.plan;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What happens when many lose their connection at once, event by event. Each client waits as {@code
 * chat-connection.js} does (full jitter, from 0.5 s doubling to 30 s) and tries any of the nodes
 * that are left. While these are down, it is refused at once; later a node lets in one after the
 * other with the cores that its usual load leaves it; who is not let in within 20 s gives up this
 * attempt, which the node has to serve nevertheless.
 *
 * <p>Left out: what members who come and go cost the others in their rooms, and what those read who
 * have missed something.
 */
final class ReconnectStorm {

  private static final double BASE_SECONDS = 0.5;
  private static final double CAP_SECONDS = 30;
  private static final double PATIENCE_SECONDS = 20;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  /**
   * When clients were back, in seconds after the cut.
   *
   * @param longestWait between an attempt and its success
   * @param givenUp attempts that took too long
   */
  record Outcome(double median, double p99, double last, double longestWait, long givenUp) {}

  /**
   * What happens.
   *
   * @param clients who are cut off
   * @param nodes that are left, or come back
   * @param downSeconds until these take connections again
   * @param jitter whether clients wait for a random share of their back-off, as ours do, or for all
   *     of it
   */
  record Event(int clients, int nodes, double downSeconds, boolean jitter) {}

  private record Attempt(double at, int client, int failures) implements Comparable<Attempt> {

    Attempt again(double later) {
      return new Attempt(later, client, failures + 1);
    }

    @Override
    public int compareTo(Attempt other) {
      int byTime = Double.compare(at, other.at);
      return byTime == 0 ? Integer.compare(client, other.client) : byTime;
    }
  }

  private final Event event;
  private final double[] freeAt;
  private final double secondsEach;
  private final SplittableRandom random;

  /**
   * @param handshakesPerSecond that each node can serve beside its usual load
   */
  ReconnectStorm(Event event, double handshakesPerSecond, long seed) {
    this.event = event;
    this.freeAt = new double[event.nodes()];
    this.secondsEach = 1 / handshakesPerSecond;
    this.random = new SplittableRandom(seed);
  }

  /** To its end: when everyone is back. */
  Outcome run() {
    PriorityQueue<Attempt> attempts = new PriorityQueue<>();
    for (int client = 0; client < event.clients(); client++) {
      attempts.add(new Attempt(backOff(0), client, 1));
    }
    double[] back = new double[event.clients()];
    double longest = 0;
    long givenUp = 0;
    for (Attempt next = attempts.poll(); next != null; next = attempts.poll()) {
      if (next.at() < event.downSeconds()) {
        attempts.add(next.again(next.at() + backOff(next.failures())));
        continue;
      }
      int node = random.nextInt(freeAt.length);
      double done = Math.max(next.at(), freeAt[node]) + secondsEach;
      double wait = done - next.at();
      freeAt[node] = done;
      if (wait <= PATIENCE_SECONDS) {
        back[next.client()] = done;
        longest = Math.max(longest, wait);
      } else {
        givenUp++;
        attempts.add(next.again(next.at() + PATIENCE_SECONDS + backOff(next.failures())));
      }
    }
    Arrays.sort(back);
    return new Outcome(at(back, MEDIAN), at(back, P99), back[back.length - 1], longest, givenUp);
  }

  private double backOff(int failures) {
    double most = Math.min(CAP_SECONDS, BASE_SECONDS * Math.pow(2, failures));
    return event.jitter() ? most * random.nextDouble() : most;
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
