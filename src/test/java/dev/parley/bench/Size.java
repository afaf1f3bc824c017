package dev.parley.bench;

import dev.parley.bench.Contender.Running;
import dev.parley.bench.driver.Crowd;
import dev.parley.it.Rest.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Of a crowd. */
record Size(int rooms, int members) {

  /** Of each room; a few voices are enough. */
  private static final int SENDERS = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration QUIET = LOOK.dividedBy(20);
  private static final int LOOKS = 60;

  Size scaled(double scale) {
    return rooms > members
        ? new Size(Math.max(2, (int) (rooms * scale)), members)
        : new Size(rooms, Math.max(2, (int) (members * scale)));
  }

  int connections() {
    return rooms * members;
  }

  List<List<Ticket>> tickets(Running server) {
    return server.tickets().forRooms(rooms, members);
  }

  /** As a crowd that has its tickets. */
  Crowd invited(Running server) throws IOException {
    return invited(server, tickets(server));
  }

  /** The same, with tickets that may have been used before. */
  Crowd invited(Running server, List<List<Ticket>> tickets) throws IOException {
    return new Crowd(server.base(), server.protocol(), tickets, Math.min(members, SENDERS));
  }

  /** As a crowd that is connected to a server that has come to rest. */
  Crowd gathered(Running server) throws IOException {
    Crowd crowd = invited(server);
    try {
      open(crowd);
      settle(crowd, server);
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
    return crowd;
  }

  /** Connects all; returns how long that took. */
  static Duration open(Crowd crowd) throws IOException {
    long start = System.nanoTime();
    crowd.open(PATIENCE);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Waits until the server does next to nothing; not for ever, since some never do. */
  static void settle(Crowd crowd, Running server) throws IOException {
    Duration before = server.process().cpu();
    for (int look = 0; look < LOOKS; look++) {
      crowd.listen(LOOK);
      Duration after = server.process().cpu();
      if (after.minus(before).compareTo(QUIET) < 0) {
        return;
      }
      before = after;
    }
  }

  @Override
  public String toString() {
    return "%,d %s × %,d".formatted(rooms, rooms == 1 ? "room" : "rooms", members);
  }
}
