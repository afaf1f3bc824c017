package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and as whom. */
class HandshakeIT extends OnParley {

  private static final int HANDSHAKES = 1000;

  @Test
  void in1000ConcurrentHandshakesNobodyWearsAnothersName() throws Exception {
    Ticket listener = rest.create("listener");
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < HANDSHAKES - 1; i++) {
      tickets.add(rest.join("name-" + i, listener.roomId()));
    }
    List<RawWebSocket> sockets = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(HANDSHAKES);
    try (RawWebSocket ear = rest.open(listener)) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<RawWebSocket>> opening = new ArrayList<>();
      for (Ticket ticket : tickets) {
        Callable<RawWebSocket> open =
            () -> {
              start.await();
              return rest.open(ticket);
            };
        opening.add(threads.submit(open));
      }
      start.countDown();
      for (Future<RawWebSocket> opened : opening) {
        sockets.add(opened.get());
      }
      Await.until(Duration.ofSeconds(60), "all are in", () -> rest.members(listener) == HANDSHAKES);
      for (int i = 0; i < sockets.size(); i++) {
        sockets.get(i).sendText("I am name-" + i);
        assertThat(ear.readText())
            .contains("\"name\":\"name-" + i + "\"")
            .contains("\"message\":\"I am name-" + i + "\"");
      }
    } finally {
      threads.shutdownNow();
      sockets.forEach(RawWebSocket::close);
    }
  }

  @Test
  void aRoomTakes1000MembersAndNoMore() {
    Ticket host = rest.create("host");
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      sockets.add(rest.open(host));
      List<Ticket> late = List.of(rest.join("late", host.roomId()));
      for (int i = 1; i < 1000; i++) {
        sockets.add(rest.open(rest.join("m" + i, host.roomId())));
        if (i % 100 == 0) {
          sockets.forEach(RawWebSocket::answerPings);
        }
      }
      Await.until(Duration.ofSeconds(30), "full", () -> rest.members(host) == 1000);

      assertThat(rest.get("join-room?name=x&room_id=" + host.roomId()).status()).isEqualTo(409);
      try (RawWebSocket refused = rest.open(late.get(0))) {
        RawWebSocket.Frame close = refused.readClose();
        assertThat(close.closeCode()).isEqualTo(1013);
        assertThat(close.closeReason()).isEqualTo("Room is full");
      }
      try (RawWebSocket secondTab = rest.open(host)) {
        secondTab.settled();
        sockets.get(1).sendText("hello");
        assertThat(secondTab.readText()).contains("hello");
      }
    } finally {
      sockets.forEach(RawWebSocket::close);
    }
  }

  @Test
  void thereIsNoCookie() {
    try (RawWebSocket socket = rest.open(rest.create("Ann"))) {
      assertThat(socket.head()).doesNotContainIgnoringCase("set-cookie");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example",
        "https://127.0.0.1:PORT",
        "http://evil.example:PORT"
      })
  void aForeignOriginIs403(String origin) {
    String foreign = origin.replace("PORT", String.valueOf(BASE.getPort()));
    try (RawWebSocket socket =
        RawWebSocket.open(BASE, "?token=" + rest.create("Ann").token(), "Origin: " + foreign)) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ws;a/chat", "ws;/chat", "ws/chat;a", "ws//chat", "%77s/chat", "ws/other"})
  void aForeignOriginIsNotLetInByAnotherSpellingOfThePath(String path) {
    String target = BASE.getPath() + path + "?token=" + rest.create("Ann").token();
    try (RawWebSocket socket =
        RawWebSocket.openTarget(BASE, target, 0, "Origin: https://evil.example")) {
      assertThat(socket.status()).isIn(400, 403, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%zz&", "a=b|c&", "a={}&", "a=^&", "a=\\&", "a=\"&", "a=<>&", "%&"})
  void aQueryThatIsNoneIs400(String junk) {
    String target = BASE.getPath() + "ws/chat?" + junk + "token=" + rest.create("Ann").token();
    try (RawWebSocket socket = RawWebSocket.openTarget(BASE, target, 0)) {
      assertThat(socket.status()).isEqualTo(400);
    }
  }

  @Test
  void twoOriginsAreNone() {
    String own = "Origin: http://127.0.0.1:" + BASE.getPort();
    try (RawWebSocket socket =
        RawWebSocket.open(
            BASE, "?token=" + rest.create("Ann").token(), own, "Origin: https://evil.example")) {
      assertThat(socket.status()).isEqualTo(400);
    }
  }

  @Test
  void aMemberMayHave20SocketsAndNoMore() {
    Ticket ann = rest.create("Ann");
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < 20) {
        sockets.add(rest.open(ann).settled());
      }
      Ticket bob = rest.join("Bob", ann.roomId());
      try (RawWebSocket other = rest.open(bob)) {
        Await.until(Duration.ofSeconds(20), "Bob", () -> rest.members(ann) == 2);
        other.sendText("hello");
        for (RawWebSocket socket : sockets) {
          assertThat(socket.readText()).contains("hello");
        }
      }
      try (RawWebSocket refused = rest.open(ann)) {
        assertThat(refused.readClose().closeCode()).isEqualTo(1013);
      }
    } finally {
      sockets.forEach(RawWebSocket::close);
    }
  }

  @Test
  void theOwnOriginIsWelcome() {
    try (RawWebSocket socket =
        RawWebSocket.open(
            BASE,
            "?token=" + rest.create("Ann").token(),
            "Origin: http://127.0.0.1:" + BASE.getPort())) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.head()).doesNotContain("Access-Control-Allow-Origin");
    }
  }
}
