package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Answer;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the settings do, on one server on which most of them are not at their default: as system
 * property, environment variable or in MicroProfile Config, and where in two of them, the first
 * wins.
 */
class SettingsIT {

  private static ParleyServer server;
  private static Rest rest;

  @BeforeAll
  static void start() {
    server =
        ParleyServer.builder()
            .contextPath("/chat")
            .set("parley.data-dir", Path.of("target", "settings-data").toAbsolutePath())
            .set("parley.token-lifetime", "PT3S")
            .set("parley.heartbeat", "PT0.5S")
            .set("parley.silence", "PT2S")
            .set("parley.max-members", 2)
            .environment("PARLEY_MAX_NAME_CHARS", 8)
            .config("parley.max-message-chars", 10)
            .config("parley.max-members", 3)
            .set("parley.join-rate", 1)
            .set("parley.join-burst", 5)
            .set("parley.empty-room-ttl", "PT1S")
            .set("parley.allowed-origins", "https://portal.example, http://intranet:8080")
            .set("parley.trusted-proxies", "127.0.0.0/8")
            .set("parley.max-mesage-chars", 10)
            .start("settings");
    rest = new Rest(server.base());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Each test comes from an address of its own, so that none uses up another's join rate. */
  private Answer from(String address, String path) {
    return rest.get(path, "X-Forwarded-For", address);
  }

  private Ticket create(String address) {
    Answer answer = from(address, "create-room?name=Ann");
    return new Ticket(answer.json().get("token").asText(), answer.json().get("room_id").asText());
  }

  @Test
  void aBurstOfJoinsIsLimitedForEachAddress() {
    for (int i = 0; i < 5; i++) {
      assertThat(from("198.51.100.1", "create-room?name=Ann").status()).isEqualTo(200);
    }
    Answer limited = from("198.51.100.1", "create-room?name=Ann");
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("Content-Type")).startsWith("application/problem+json");
    assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 2);
    assertThat(from("198.51.100.2", "create-room?name=Ann").status()).isEqualTo(200);
    assertThat(from("198.51.100.99, 198.51.100.1", "create-room?name=Ann").status())
        .as("what a client writes itself is not believed")
        .isEqualTo(429);
    assertThat(server.log()).contains("limited what=joins address=198.51.100.1");
  }

  @Test
  void aLiveTokenThatRunsOutEndsItsSocket() {
    Ticket ann = create("198.51.100.3");
    try (RawWebSocket socket = rest.open(ann)) {
      RawWebSocket.Frame close = socket.readClose();
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.closeReason()).isEqualTo("Token expired");
    }
  }

  @Test
  void aPeerThatAnswersNoPingIsHungUpOn() {
    Ticket ann = create("198.51.100.4");
    try (RawWebSocket socket = rest.open(ann)) {
      socket.ignorePings();
      RawWebSocket.Frame close = socket.readClose();
      assertThat(close.closeCode()).isEqualTo(4002);
      assertThat(close.closeReason()).isEqualTo("no pong");
    }
  }

  @Test
  void namesAndMessagesHaveTheLimitsThatAreSet() {
    assertThat(from("198.51.100.5", "create-room?name=123456789").status()).isEqualTo(400);
    Ticket ann = create("198.51.100.5");
    try (RawWebSocket socket = rest.open(ann)) {
      socket.sendText("12345678901");
      assertThat(socket.readClose().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void theFirstSourceThatHasASettingWins() {
    Ticket ann = create("198.51.100.11");
    String join = "join-room?name=Bob&room_id=" + ann.roomId();
    Ticket bob = new Ticket(from("198.51.100.11", join).json().get("token").asText(), "");
    Ticket eve = new Ticket(from("198.51.100.11", join).json().get("token").asText(), "");
    try (RawWebSocket first = rest.open(ann);
        RawWebSocket second = rest.open(bob)) {
      assertThat(first.status()).isEqualTo(101);
      assertThat(second.status()).isEqualTo(101);
      Await.until(Duration.ofSeconds(10), "both are in", () -> rest.members(ann) == 2);
      try (RawWebSocket third = rest.open(eve)) {
        assertThat(third.readClose().closeCode()).isEqualTo(1013);
      }
    }
  }

  @Test
  void anEmptyRoomIsForgotten() {
    Ticket ann = create("198.51.100.6");
    Await.until(
        Duration.ofSeconds(60),
        "forgotten",
        () -> server.log().contains("room_forgotten room=" + ann.roomId()));
    assertThat(from("198.51.100.7", "join-room?name=Bob&room_id=" + ann.roomId()).status())
        .isEqualTo(404);
  }

  @Test
  void listedOriginsMayConnectAndCallRest() {
    Ticket ann = create("198.51.100.8");
    String query = "?token=" + ann.token();
    try (RawWebSocket listed =
            RawWebSocket.open(server.base(), query, "Origin: https://portal.example");
        RawWebSocket foreign =
            RawWebSocket.open(server.base(), query, "Origin: https://portal.example:8443")) {
      assertThat(listed.status()).isEqualTo(101);
      assertThat(foreign.status()).isEqualTo(403);
    }
    Answer preflight =
        rest.send(
            "OPTIONS",
            "api/rooms",
            "Origin",
            "http://intranet:8080",
            "Access-Control-Request-Method",
            "POST");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("http://intranet:8080");
    assertThat(
            rest.get("client/page/chat-page.js", "Origin", "https://evil.example")
                .response()
                .headers()
                .map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void behindATrustedProxyTheOriginIsTheOneThatTheBrowserSees() {
    String query = "?token=" + create("198.51.100.9").token();
    try (RawWebSocket own =
            RawWebSocket.open(
                server.base(),
                query,
                "Origin: https://chat.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: chat.example");
        RawWebSocket foreign =
            RawWebSocket.open(
                server.base(),
                query,
                "Origin: http://chat.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: chat.example")) {
      assertThat(own.status()).isEqualTo(101);
      assertThat(foreign.status()).isEqualTo(403);
    }
  }

  @Test
  void behindATrustedProxyALocationIsTheOneThatTheBrowserSees() {
    Answer created =
        rest.post(
            "api/rooms",
            "{\"name\":\"Ann\"}",
            "X-Forwarded-For",
            "198.51.100.10",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "chat.example");
    assertThat(created.header("Location"))
        .isEqualTo("https://chat.example/chat/api/rooms/" + created.json().get("room_id").asText());
  }

  @Test
  void aBodyThatBreaksOffIsNoFaultOfOurs() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      String request =
          "POST /chat/api/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
              + "X-Forwarded-For: 198.51.100.12\r\nContent-Length: 5000\r\n\r\n{\"na";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).doesNotContain(" 500 ", " 201 ");
    }
    assertThat(server.log()).doesNotContain("error id=");
  }

  @Test
  void aSettingThatDoesNotExistIsPointedOut() {
    assertThat(server.log()).contains("unknown_setting name=\"parley.max-mesage-chars\"");
  }
}
