package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.it.Rest.Answer;
import dev.parley.it.Rest.Ticket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2 of the wire contract: any old client works unchanged. */
class SeedContractIT extends OnParley {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void creatingARoomGivesATokenAndItsCode() {
    Answer answer = rest.get("create-room?name=Ann");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("status", "token", "room_id");
    assertThat(answer.json().get("status").asText()).isEqualTo("success");
    assertThat(answer.json().get("room_id").asText())
        .matches("[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}");
  }

  @Test
  void joiningARoomGivesAToken() {
    Ticket ann = rest.create("Ann");
    Answer answer = rest.get("join-room?name=Bob&room_id=" + ann.roomId());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("status", "token");
  }

  @Test
  void aCodeMayBeTypedAsPeopleTypeIt() {
    String code = rest.create("Ann").roomId();
    String typed = code.toUpperCase(java.util.Locale.ROOT).replace("-", " ").replace('0', 'O');

    assertThat(rest.get("join-room?name=Bob&room_id=" + Rest.encode(typed)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-0000-0000", "nope", "", "../../etc/passwd", "%00"})
  void anUnknownRoomIs404(String code) {
    Answer answer = rest.get("join-room?name=Bob&room_id=" + code);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("Room not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?name=", "?name=%20%09", "?name=a%00b", "?name=a%0Ab", "?name=%1b"})
  void aNameThatIsNoneIs400(String query) {
    assertThat(rest.get("create-room" + query).status()).isEqualTo(400);
  }

  @Test
  void aNameMayHave64CharactersAndNoMore() {
    assertThat(rest.get("create-room?name=" + "n".repeat(64)).status()).isEqualTo(200);
    assertThat(rest.get("create-room?name=" + "n".repeat(65)).status()).isEqualTo(400);
  }

  @Test
  void aMessageReachesEveryOtherMemberAndNotItsSender() throws Exception {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    Ticket eve = rest.join("Eve", ann.roomId());
    try (RawWebSocket a = rest.open(ann);
        RawWebSocket b = rest.open(bob);
        RawWebSocket e = rest.open(eve)) {
      awaitMembers(ann, 3);
      a.sendText("hello <b>& \"all\" ☃ \uD83D\uDE00");
      String first = b.readText();
      b.sendText("second");

      assertThat(e.readText()).isEqualTo(first);
      JsonNode json = JSON.readTree(first);
      assertThat(json.fieldNames()).toIterable().containsExactly("name", "message", "timestamp");
      assertThat(json.get("name").asText()).isEqualTo("Ann");
      assertThat(json.get("message").asText()).isEqualTo("hello <b>& \"all\" ☃ \uD83D\uDE00");
      assertThat(json.get("timestamp").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(Instant.parse(json.get("timestamp").asText()))
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
      assertThat(JSON.readTree(a.readText()).get("message").asText())
          .as("the first thing that the sender hears is somebody else")
          .isEqualTo("second");
    }
  }

  @Test
  void aFrameThatIsOneJsonStringIsUnwrapped() throws Exception {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (RawWebSocket a = rest.open(ann);
        RawWebSocket b = rest.open(bob)) {
      awaitMembers(ann, 2);
      a.sendText("\"hi\"");
      a.sendText("\"a\" and \"b\"");
      a.sendText("{\"type\":\"post\"}");

      assertThat(message(b)).isEqualTo("hi");
      assertThat(message(b)).isEqualTo("\"a\" and \"b\"");
      assertThat(message(b)).isEqualTo("{\"type\":\"post\"}");
    }
  }

  @Test
  void anEmptyOrBlankMessageIsIgnored() throws Exception {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (RawWebSocket a = rest.open(ann);
        RawWebSocket b = rest.open(bob)) {
      awaitMembers(ann, 2);
      a.sendText("");
      a.sendText("  \n\t ");
      a.sendText("\"  \"");
      a.sendText("said");

      assertThat(message(b)).isEqualTo("said");
    }
  }

  @Test
  void aSubprotocolThatIsNotOursIsNotEchoed() {
    Ticket ann = rest.create("Ann");
    try (RawWebSocket socket =
        RawWebSocket.open(
            BASE, "?token=" + ann.token(), "Sec-WebSocket-Protocol: graphql-ws, mqtt")) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.head()).doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
    }
  }

  @Test
  void compressionIsNotNegotiated() {
    Ticket ann = rest.create("Ann");
    try (RawWebSocket socket =
        RawWebSocket.open(
            BASE, "?token=" + ann.token(), "Sec-WebSocket-Extensions: permessage-deflate")) {
      assertThat(socket.head()).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    }
  }

  @Test
  void whoOpensNoTokenIsToldSoByCloseCode() {
    try (RawWebSocket none = RawWebSocket.open(BASE, "");
        RawWebSocket empty = RawWebSocket.open(BASE, "?token=")) {
      for (RawWebSocket socket : new RawWebSocket[] {none, empty}) {
        assertThat(socket.status()).isEqualTo(101);
        RawWebSocket.Frame close = socket.readClose();
        assertThat(close.closeCode()).isEqualTo(1008);
        assertThat(close.closeReason()).isEqualTo("Token required");
      }
    }
  }

  @Test
  void aMemberWhoseSocketIsClosedIsGoneAtOnce() {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (RawWebSocket a = rest.open(ann);
        RawWebSocket b = rest.open(bob)) {
      assertThat(a.status()).isEqualTo(101);
      awaitMembers(ann, 2);
      b.send(RawWebSocket.CLOSE, true, new byte[] {0x03, (byte) 0xE8});
      assertThat(b.readClose().closeCode()).isEqualTo(1000);
      awaitMembers(ann, 1);
    }
  }

  private static String message(RawWebSocket socket) throws Exception {
    return JSON.readTree(socket.readText()).get("message").asText();
  }

  private void awaitMembers(Ticket ticket, int members) {
    Await.until(
        Duration.ofSeconds(20), members + " members", () -> rest.members(ticket) == members);
  }
}
