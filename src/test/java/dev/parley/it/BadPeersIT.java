package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Peers that stall or vanish: the others do not notice, and the server is rid of them in time. On a
 * server with the default time-outs, a larger post rate and a small heap.
 */
class BadPeersIT {

  private static final int OTHERS = 50;

  /** The kernel's own buffers on both sides take some of it before the server notices anything. */
  private static final int MOST_MESSAGES = 20_000;

  private static final int BURST = 100;
  private static final long MOST_GROWTH = 20_000_000;

  @Test
  void aStalledReaderDisturbsNobodyAndIsHungUpOn() {
    try (ParleyServer server = server("stalled-reader")) {
      Rest rest = new Rest(server.base());
      Ticket host = rest.create("host");
      List<RawWebSocket> others = new ArrayList<>();
      for (int i = 0; i < OTHERS; i++) {
        others.add(rest.open(rest.join("m" + i, host.roomId())));
      }
      String token = rest.join("stalled", host.roomId()).token();
      try (RawWebSocket poster = rest.open(host);
          RawWebSocket stalled = RawWebSocket.open(rest.base(), "?token=" + token, 2048)) {
        assertThat(stalled.status()).isEqualTo(101);
        Await.until(Duration.ofSeconds(30), "all are in", () -> rest.members(host) == OTHERS + 2);
        long before = server.java().liveBytes();
        String padding = "x".repeat(3900);
        int sent = 0;
        while (!server.log().contains("too_slow ") && sent < MOST_MESSAGES) {
          for (int burst = 0; burst < BURST; burst++) {
            poster.sendText(sent + " " + padding);
            for (RawWebSocket other : others) {
              assertThat(other.readText()).contains("\"message\":\"" + sent + " ");
            }
            sent++;
          }
        }
        assertThat(server.log()).contains("too_slow room=" + host.roomId());
        Await.until(Duration.ofSeconds(30), "it is gone", () -> rest.members(host) == OTHERS + 1);
        assertThat(server.log()).contains("code=4003");
        assertThat(server.java().liveBytes() - before)
            .as("growth of the heap")
            .isLessThan(MOST_GROWTH);
        assertThat(stalled.isCut()).isTrue();
        Await.until(
            Duration.ofSeconds(30),
            "nobody waits for it any more",
            () -> !server.java().isIn("dev.parley.socket.HangUp.now"));
        poster.sendText("after");
        for (RawWebSocket other : others) {
          assertThat(other.readText()).contains("after");
        }
      }
    }
  }

  @Test
  void connectionsThatVanishAreGoneIn90Seconds() {
    try (ParleyServer server = server("vanished")) {
      Rest rest = new Rest(server.base());
      Ticket host = rest.create("host");
      try (RawWebSocket ear = rest.open(host)) {
        assertThat(ear.status()).isEqualTo(101);
        for (int i = 0; i < 200; i++) {
          rest.open(rest.join("reset" + i, host.roomId())).reset();
          rest.open(rest.join("closed" + i, host.roomId())).close();
        }
        List<RawWebSocket> dead = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          RawWebSocket socket = rest.open(rest.join("dead" + i, host.roomId()));
          socket.ignorePings();
          dead.add(socket);
        }
        // The one that listens answers pings while it waits here, and is the one that stays.
        Thread reader =
            new Thread(
                () -> {
                  try {
                    ear.read();
                  } catch (java.io.UncheckedIOException closedAtTheEnd) {
                    // by this test
                  }
                });
        reader.start();
        Await.until(Duration.ofSeconds(90), "only the living", () -> rest.members(host) == 1);
        assertThat(server.log()).contains("code=4002");
        dead.forEach(RawWebSocket::close);
      }
    }
  }

  /** Payara once took the answer for a request of somebody else's, one time in a hundred. */
  @Test
  void whoAnswersAtOnceWhenHungUpOnDisturbsNobody() throws Exception {
    ExecutorService peers = Executors.newFixedThreadPool(4);
    try (ParleyServer server = server("hung-up")) {
      Rest rest = new Rest(server.base());
      Ticket host = rest.create("host");
      Callable<Boolean> peer = () -> isCutAfterItsAnswer(rest.open(host));
      for (Future<Boolean> cut : peers.invokeAll(Collections.nCopies(1_000, peer))) {
        assertThat(cut.get()).isTrue();
      }
      assertThat(server.log()).doesNotContain("NullPointerException");
    } finally {
      peers.shutdownNow();
    }
  }

  private static boolean isCutAfterItsAnswer(RawWebSocket opened) {
    try (RawWebSocket socket = opened) {
      assertThat(socket.status()).isEqualTo(101);
      socket.send(RawWebSocket.BINARY, true, new byte[4]);
      assertThat(socket.readClose().closeCode()).isEqualTo(1003);
      socket.send(RawWebSocket.CLOSE, true, new byte[0]);
      return socket.isCut();
    }
  }

  private static ParleyServer server(String name) {
    return ParleyServer.builder()
        .set("parley.data-dir", java.nio.file.Path.of("target", name).toAbsolutePath())
        .set("parley.join-rate", 0)
        .set("parley.post-rate", 0)
        .start(name);
  }
}
