package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.Rest.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3 of the wire contract, over real sockets. */
class ParleyDialectIT extends OnParley {

  private ParleySocket open(Ticket ticket) {
    return ParleySocket.open(BASE, ticket.token());
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void theHandshakeEchoesTheDialectAloneAndTheWelcomeIsFirst() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket socket = open(ann)) {
      assertThat(socket.raw().status()).isEqualTo(101);
      assertThat(socket.raw().head().toLowerCase(Locale.ROOT))
          .contains("sec-websocket-protocol: parley.v1\r\n")
          .doesNotContain("bearer");

      JsonNode welcome = socket.next();
      assertThat(keys(welcome))
          .containsExactlyInAnyOrder(
              "type",
              "client_id",
              "name",
              "room_id",
              "epoch",
              "head",
              "resumed",
              "members",
              "expires_at",
              "heartbeat_ms",
              "max_message_chars");
      assertThat(welcome.get("type").asText()).isEqualTo("welcome");
      assertThat(welcome.get("name").asText()).isEqualTo("Ann");
      assertThat(welcome.get("room_id").asText()).isEqualTo(ann.roomId());
      assertThat(welcome.get("head").asLong()).isZero();
      assertThat(welcome.get("resumed").asBoolean()).isFalse();
      assertThat(welcome.get("members").get(0).get("client_id"))
          .isEqualTo(welcome.get("client_id"));
      assertThat(Instant.parse(welcome.get("expires_at").asText())).isAfter(Instant.now());
      assertThat(welcome.get("heartbeat_ms").asInt()).isEqualTo(25_000);
      assertThat(welcome.get("max_message_chars").asInt()).isEqualTo(4000);
    }
  }

  @Test
  void aTokenInTheQueryWorksHereToo() {
    Ticket ann = rest.create("Ann");
    try (RawWebSocket socket =
        RawWebSocket.open(BASE, "?token=" + ann.token(), "Sec-WebSocket-Protocol: parley.v1")) {
      assertThat(socket.readText()).startsWith("[{\"type\":\"welcome\"");
    }
  }

  @Test
  void aListThatNamesNoneOfOursIsThePlainDialect() {
    Ticket ann = rest.create("Ann");
    try (RawWebSocket socket =
        RawWebSocket.open(BASE, "?token=" + ann.token(), "Sec-WebSocket-Protocol: graphql, mqtt")) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.head().toLowerCase(Locale.ROOT)).doesNotContain("sec-websocket-protocol");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"parley.v1", "parley.v1, parley.bearer.", "parley.v1, parley.bearer.a.b.c"})
  void aBadOrMissingTokenClosesWithItsReason(String subprotocols) {
    try (RawWebSocket socket =
        RawWebSocket.open(BASE, "", "Sec-WebSocket-Protocol: " + subprotocols)) {
      RawWebSocket.Frame close = socket.readClose();
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.closeReason()).isIn("Token required", "Token invalid");
    }
  }

  @Test
  void theOwnRefComesBackAndTheOthersGetTheSame() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket a = open(ann);
        ParleySocket b = open(rest.join("Bob", ann.roomId()))) {
      JsonNode welcome = a.next("welcome");
      b.next("welcome");
      a.post("r-1", "hällo 🎉 \"quoted\"\n\u2028");
      JsonNode own = a.next("message");
      assertThat(keys(own))
          .containsExactlyInAnyOrder(
              "type", "seq", "ref", "client_id", "name", "message", "timestamp");
      assertThat(own.get("seq").asLong()).isEqualTo(1);
      assertThat(own.get("ref").asText()).isEqualTo("r-1");
      assertThat(own.get("client_id")).isEqualTo(welcome.get("client_id"));
      assertThat(own.get("message").asText()).isEqualTo("hällo 🎉 \"quoted\"\n\u2028");
      assertThat(own.get("timestamp").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(b.next("message")).isEqualTo(own);
    }
  }

  @Test
  void aRepeatedPostIsStoredOnceAndAnsweredWithWhatIsStored() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket socket = open(ann)) {
      socket.next("welcome");
      socket.post("r-1", "once");
      JsonNode first = socket.next("message");
      socket.post("r-1", "once");
      assertThat(socket.next("message")).isEqualTo(first);
      socket.post("r-1", "another text under the same ref");
      assertThat(socket.next("message")).isEqualTo(first);
      assertThat(rest.describe(ann).get("head").asLong()).isEqualTo(1);
    }
  }

  @Test
  void theSameRefOfTwoMembersIsTwoMessages() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket a = open(ann);
        ParleySocket b = open(rest.join("Bob", ann.roomId()))) {
      a.post("r", "of Ann");
      b.post("r", "of Bob");
      String first = a.next("message").get("name").asText();
      assertThat(a.next("message").get("name").asText()).isNotEqualTo(first);
    }
  }

  @Test
  void membersHearOfEachOtherOnceHoweverManySocketsTheyHave() {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (ParleySocket a = open(ann)) {
      a.next("welcome");
      ParleySocket first = open(bob);
      JsonNode joined = a.next();
      assertThat(joined.get("type").asText()).isEqualTo("joined");
      assertThat(joined.get("member").get("name").asText()).isEqualTo("Bob");
      JsonNode client = joined.get("member").get("client_id");
      try (ParleySocket second = open(bob)) {
        assertThat(second.next("welcome").get("members")).hasSize(2);
        first.close();
        try (ParleySocket again = open(bob)) {
          again.next("welcome");
        }
      }
      JsonNode left = a.next();
      assertThat(left.get("type").asText()).as("nothing in between").isEqualTo("left");
      assertThat(left.get("client_id")).isEqualTo(client);
      assertThat(rest.members(ann)).isEqualTo(1);
    }
  }

  @Test
  void typingReachesTheOthersAlone() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket a = open(ann);
        ParleySocket b = open(rest.join("Bob", ann.roomId()))) {
      a.next("welcome");
      b.next("welcome");
      a.next("joined");
      b.send("{\"type\":\"typing\"}");
      b.post("r", "done");
      assertThat(a.next().get("type").asText()).isEqualTo("typing");
      assertThat(b.next().get("type").asText()).isEqualTo("message");
    }
  }

  @Test
  void plainSocketsSeeEachMessageOnceAndNothingElse() {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (RawWebSocket plain = rest.open(bob).settled();
        ParleySocket a = open(ann)) {
      a.next("welcome");
      a.send("{\"type\":\"typing\"}");
      a.post("r", "first");
      a.post("r", "first");
      a.post("r2", "second");
      assertThat(plain.readText()).contains("\"message\":\"first\"");
      assertThat(plain.readText()).contains("\"message\":\"second\"");
      plain.sendText("from the plain one");
      JsonNode heard = a.next("message");
      while (heard.get("seq").asLong() < 3) {
        heard = a.next("message");
      }
      assertThat(heard.get("ref").asText()).isNotBlank();
      assertThat(heard.get("message").asText()).isEqualTo("from the plain one");
    }
  }

  @Test
  void whoComesBackGetsWhatWasMissedInOrderAndThenWhatIsNew() {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    String epoch;
    try (ParleySocket b = open(bob)) {
      epoch = b.next("welcome").get("epoch").asText();
    }
    try (ParleySocket a = open(ann)) {
      a.next("welcome");
      for (int i = 1; i <= 15; i++) {
        a.post("r" + i, "m" + i);
        a.next("message");
      }
      try (ParleySocket b = ParleySocket.resume(BASE, bob.token(), 5, epoch)) {
        JsonNode welcome = b.next();
        assertThat(welcome.get("resumed").asBoolean()).isTrue();
        assertThat(welcome.get("head").asLong()).isEqualTo(15);
        a.post("r16", "m16");
        List<Long> seqs = new ArrayList<>();
        while (seqs.size() < 11) {
          seqs.add(b.next("message").get("seq").asLong());
        }
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(6, 16).boxed().toList());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?after=0&epoch=another",
        "?after=0",
        "?epoch=EPOCH",
        "?after=-1&epoch=EPOCH",
        "?after=99&epoch=EPOCH",
        "?after=x&epoch=EPOCH",
        "?after=9999999999999999999999&epoch=EPOCH",
        "?after=0&after=1&epoch=EPOCH"
      })
  void whatCannotBeResumedStartsAfresh(String query) {
    Ticket ann = rest.create("Ann");
    try (ParleySocket a = open(ann)) {
      String epoch = a.next("welcome").get("epoch").asText();
      a.post("r", "one");
      a.next("message");
      try (ParleySocket b =
          ParleySocket.open(
              BASE, rest.join("Bob", ann.roomId()).token(), query.replace("EPOCH", epoch))) {
        assertThat(b.next("welcome").get("resumed").asBoolean()).isFalse();
        a.post("r2", "two");
        assertThat(b.next("message").get("seq").asLong()).as("no replay").isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "[{\"type\":\"typing\"}]",
        "{\"type\":\"shout\"}",
        "{\"type\":\"post\",\"message\":\"no ref\"}",
        "{\"type\":\"post\",\"ref\":\"\",\"message\":\"x\"}",
        "{\"type\":\"post\",\"ref\":1,\"message\":\"x\"}",
        "{\"type\":\"post\",\"ref\":\"r\",\"message\":null}",
        "{\"type\":\"post\",\"ref\":\"r\",\"message\":\"x\",\"to\":\"eve\"}",
        "{\"type\":\"typing\"}{\"type\":\"typing\"}",
        "\"just a string\""
      })
  void whatCannotBeUnderstoodIsAnErrorAndTheSocketStaysOpen(String frame) {
    try (ParleySocket socket = open(rest.create("Ann"))) {
      socket.next("welcome");
      socket.send(frame);
      JsonNode error = socket.next();
      assertThat(error.get("type").asText()).isEqualTo("error");
      assertThat(error.get("code").asText()).isEqualTo("bad_request");
      assertThat(error.get("detail").asText()).isNotBlank().doesNotContain("Exception", "jackson");
      socket.post("ok", "still here");
      assertThat(socket.next("message").get("ref").asText()).isEqualTo("ok");
    }
  }

  @Test
  void tenBadFramesInAMinuteEndIt() {
    try (ParleySocket socket = open(rest.create("Ann"))) {
      socket.next("welcome");
      for (int i = 0; i < 10; i++) {
        socket.send("{");
      }
      RawWebSocket.Frame close = socket.readClose();
      assertThat(close.closeCode()).isEqualTo(4501);
      assertThat(close.closeReason()).isEqualTo("bad frames");
    }
  }

  @Test
  void errorsNameThePostThatTheyAreAbout() {
    try (ParleySocket socket = open(rest.create("Ann"))) {
      socket.next("welcome");
      socket.post("long", "x".repeat(4001));
      JsonNode tooLong = socket.next("error");
      assertThat(tooLong.get("code").asText()).isEqualTo("too_long");
      assertThat(tooLong.get("ref").asText()).isEqualTo("long");
      socket.post("blank", "  \n");
      JsonNode blank = socket.next("error");
      assertThat(blank.get("code").asText()).isEqualTo("bad_request");
      assertThat(blank.get("ref").asText()).isEqualTo("blank");
      socket.post("just", "x".repeat(4000));
      assertThat(socket.next("message").get("ref").asText()).isEqualTo("just");
    }
  }

  @Test
  void overTheRateNothingIsKeptAndTheClientIsToldWhenToTryAgain() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket socket = open(ann)) {
      socket.next("welcome");
      for (int i = 0; i < 60; i++) {
        socket.post("r" + i, "m");
      }
      Set<String> kept = new HashSet<>();
      Set<String> limited = new HashSet<>();
      while (kept.size() + limited.size() < 60) {
        JsonNode event = socket.next();
        if (event.get("type").asText().equals("message")) {
          kept.add(event.get("ref").asText());
        } else {
          assertThat(event.get("code").asText()).isEqualTo("rate_limited");
          assertThat(event.get("retry_after_ms").asLong()).isBetween(1L, 5000L);
          limited.add(event.get("ref").asText());
        }
      }
      assertThat(kept.size()).isBetween(20, 40);
      assertThat(rest.describe(ann).get("head").asInt()).isEqualTo(kept.size());
    }
  }

  @Test
  void aRenewedTokenTakesTheOldOnesPlace() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket socket = open(ann)) {
      socket.next("welcome");
      JsonNode renewed =
          rest.post("api/tokens/renew", "", "Authorization", "Bearer " + ann.token()).json();
      socket.send("{\"type\":\"renew\",\"token\":\"" + renewed.get("token").asText() + "\"}");
      assertThat(socket.next().get("expires_at")).isEqualTo(renewed.get("expires_at"));
      socket.send("{\"type\":\"renew\",\"token\":\"" + rest.create("Ann").token() + "\"}");
      assertThat(socket.next().get("code").asText()).isEqualTo("forbidden");
      socket.send("{\"type\":\"renew\",\"token\":\"a.b.c\"}");
      assertThat(socket.next().get("code").asText()).isEqualTo("forbidden");
      socket.post("r", "still here");
      assertThat(socket.next().get("ref").asText()).isEqualTo("r");
    }
  }

  @Test
  void aBinaryFrameAndATooBigOneEndIt() {
    try (ParleySocket socket = open(rest.create("Ann"))) {
      socket.raw().send(RawWebSocket.BINARY, true, new byte[] {1});
      assertThat(socket.readClose().closeCode()).isEqualTo(1003);
    }
    try (ParleySocket socket = open(rest.create("Ann"))) {
      socket.post("r", "x".repeat(17_000));
      assertThat(socket.readClose().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void whatIsSentBeforeTheWelcomeIsNotLost() {
    try (ParleySocket socket = open(rest.create("Ann"))) {
      for (int i = 0; i < 10; i++) {
        socket.post("r" + i, "m" + i);
      }
      assertThat(socket.next().get("type").asText()).isEqualTo("welcome");
      for (int i = 0; i < 10; i++) {
        assertThat(socket.next("message").get("ref").asText()).isEqualTo("r" + i);
      }
    }
  }
}
