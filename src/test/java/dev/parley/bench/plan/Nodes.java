package dev.parley.bench.plan;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * People in rooms, spread over nodes by a load balancer that knows nothing of rooms. A message of a
 * room is published once to each node that has a member of it: so what a node receives does not
 * fall as nodes are added, until there are more nodes than members in a room.
 */
final class Nodes {

  /**
   * What a second of talk makes of it.
   *
   * @param posts to all rooms
   * @param publications that the backplane delivers, to all nodes
   * @param deliveries to members, by all nodes
   * @param busiest deliveries of the busiest node
   */
  record Traffic(double posts, double publications, double deliveries, double busiest) {}

  private final int nodes;
  private final SplittableRandom random;

  Nodes(int nodes, long seed) {
    this.nodes = nodes;
    this.random = new SplittableRandom(seed);
  }

  /**
   * One second, in which each member posts at a rate.
   *
   * @param sizes of the rooms
   * @param postsPerMember a second
   */
  Traffic traffic(int[] sizes, double postsPerMember) {
    double[] deliveries = new double[nodes];
    double posts = 0;
    double publications = 0;
    int[] here = new int[nodes];
    for (int size : sizes) {
      Arrays.fill(here, 0);
      for (int member = 0; member < size; member++) {
        here[random.nextInt(nodes)]++;
      }
      double said = size * postsPerMember;
      posts += said;
      for (int node = 0; node < nodes; node++) {
        publications += here[node] > 0 ? said : 0;
        deliveries[node] += said * here[node];
      }
    }
    return new Traffic(
        posts,
        publications,
        Arrays.stream(deliveries).sum(),
        Arrays.stream(deliveries).max().orElse(0));
  }

  /**
   * Rooms of sizes as people make them: many small ones and a few large, by a power law, from two
   * members to the largest, until all people are in one.
   *
   * @param largest no room has more
   */
  static int[] sizes(int people, int largest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] sizes = new int[people / 2 + 1];
    int rooms = 0;
    for (int left = people; left > 0; rooms++) {
      // Inverse of a Pareto distribution with exponent 1.5, cut off at the largest.
      double size = 2 * Math.pow(1 - random.nextDouble(), -1 / 1.5);
      sizes[rooms] = Math.min(left, (int) Math.min(largest, size));
      left -= sizes[rooms];
    }
    return Arrays.copyOf(sizes, rooms);
  }
}
