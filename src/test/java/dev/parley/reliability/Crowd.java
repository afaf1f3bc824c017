package dev.parley.reliability;

import dev.parley.it.Await;
import dev.parley.reliability.Api.Book;
import dev.parley.reliability.Api.Ticket;
import dev.parley.reliability.ChatClient.Manner;
import dev.parley.reliability.ChatClient.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All clients, each on a thread of its own. */
final class Crowd {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final List<ChatClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** One of each room, to ask by. */
  private final Map<String, Ticket> tickets = new HashMap<>();

  private final Api api;
  private final Workload workload;

  /**
   * @param api past the bad network
   */
  Crowd(Api api, Workload workload) {
    this.api = api;
    this.workload = workload;
  }

  /**
   * Makes rooms and clients. Of the clients of a room, the second posts over REST, the third speaks
   * the plain dialect, in every other room, and all others speak {@code parley.v1}; every other
   * client is behind the bad network.
   */
  void gather(int rooms, int members, Place direct, Place proxied, Random random)
      throws IOException {
    for (int r = 0; r < rooms; r++) {
      Ticket host = api.create("m0");
      tickets.put(host.roomId(), host);
      for (int m = 0; m < members; m++) {
        Ticket ticket = m == 0 ? host : api.join("m" + m, host.roomId());
        Manner manner =
            (r + m) % 2 == 1 && m == 1
                ? Manner.REST
                : (r + m) % 2 == 1 && m == 2 ? Manner.PLAIN : Manner.PARLEY;
        Place place = random.nextBoolean() ? direct : proxied;
        clients.add(new ChatClient(place, ticket, manner, workload, random.nextLong()));
      }
    }
    for (ChatClient client : clients) {
      Thread thread = new Thread(client, "client-" + clients.indexOf(client));
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  List<ChatClient> clients() {
    return clients;
  }

  /**
   * Waits until everyone has everything.
   *
   * @return what is still missing, if not all is well in time
   */
  String settle() {
    try {
      Await.until(PATIENCE, "everyone has everything", this::isSettled);
      return "";
    } catch (AssertionError e) {
      return String.valueOf(e.getMessage());
    }
  }

  private boolean isSettled() {
    try {
      Map<String, Long> heads = new HashMap<>();
      for (Ticket ticket : tickets.values()) {
        heads.put(ticket.roomId(), api.head(ticket));
      }
      return clients.stream()
          .allMatch(client -> client.isSettled(heads.getOrDefault(client.ticket().roomId(), 0L)));
    } catch (IOException e) {
      return false;
    }
  }

  /** What REST says of each room. */
  Map<String, Book> books() {
    Map<String, Book> books = new HashMap<>();
    tickets.forEach(
        (roomId, ticket) -> {
          try {
            books.put(roomId, api.read(ticket));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return books;
  }

  /** Sends all away, and takes down what they have to say. */
  List<Testimony> leave() {
    clients.forEach(ChatClient::leave);
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " does not end");
      }
    }
    return clients.stream().map(ChatClient::testimony).toList();
  }
}
