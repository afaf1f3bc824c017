package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.it.Rest.Answer;
import dev.parley.it.Rest.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4 of the wire contract: what was said, over REST, and members removed. */
class MessagesIT extends OnParley {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Answer post(Ticket ticket, String body) {
    return rest.post(
        "api/rooms/" + ticket.roomId() + "/messages",
        body,
        "Authorization",
        "Bearer " + ticket.token());
  }

  private Answer read(Ticket ticket, String query) {
    return rest.get(
        "api/rooms/" + ticket.roomId() + "/messages" + query,
        "Authorization",
        "Bearer " + ticket.token());
  }

  private static List<Long> seqs(Answer page) {
    List<Long> seqs = new ArrayList<>();
    page.json().get("messages").forEach(message -> seqs.add(message.get("seq").asLong()));
    return seqs;
  }

  private Ticket roomWith(int messages) {
    Ticket ann = rest.create("Ann");
    for (int i = 1; i <= messages; i++) {
      assertThat(post(ann, "{\"message\":\"m" + i + "\"}").status()).isEqualTo(201);
    }
    return ann;
  }

  @Test
  void aPostIsAnsweredWithTheMessageAndReachesWhoIsThere() {
    Ticket ann = rest.create("Ann");
    try (ParleySocket bob = ParleySocket.open(BASE, rest.join("Bob", ann.roomId()).token())) {
      bob.next("welcome");
      Answer posted = post(ann, "{\"ref\":\"r-1\",\"message\":\"by REST\"}");
      assertThat(posted.status()).isEqualTo(201);
      JsonNode message = posted.json();
      assertThat(message.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("seq", "ref", "client_id", "name", "message", "timestamp");
      JsonNode heard = bob.next("message");
      message
          .fieldNames()
          .forEachRemaining(key -> assertThat(heard.get(key)).isEqualTo(message.get(key)));
      assertThat(post(ann, "{\"ref\":\"r-1\",\"message\":\"by REST\"}").json()).isEqualTo(message);
      assertThat(post(ann, "{\"message\":\"without\"}").json().get("ref").asText()).isNotBlank();
    }
  }

  @Test
  void pagesAreReadInBothDirections() {
    Ticket ann = roomWith(10);
    assertThat(seqs(read(ann, ""))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(read(ann, "").json().get("has_more").asBoolean()).isFalse();
    assertThat(read(ann, "").json().get("epoch")).isEqualTo(rest.describe(ann).get("epoch"));

    assertThat(seqs(read(ann, "?limit=3"))).containsExactly(8L, 9L, 10L);
    assertThat(read(ann, "?limit=3").json().get("has_more").asBoolean()).isTrue();
    assertThat(seqs(read(ann, "?limit=3&before=8"))).containsExactly(5L, 6L, 7L);
    assertThat(seqs(read(ann, "?limit=3&before=3"))).containsExactly(1L, 2L);
    assertThat(read(ann, "?limit=2&before=3").json().get("has_more").asBoolean()).isFalse();

    assertThat(seqs(read(ann, "?limit=3&after=0"))).containsExactly(1L, 2L, 3L);
    assertThat(read(ann, "?limit=3&after=7").json().get("has_more").asBoolean()).isFalse();
    assertThat(seqs(read(ann, "?after=3&before=6"))).containsExactly(4L, 5L);
    assertThat(read(ann, "?after=3&before=6").json().get("has_more").asBoolean()).isFalse();
    assertThat(seqs(read(ann, "?after=3&before=9&limit=2"))).containsExactly(4L, 5L);
    assertThat(read(ann, "?after=3&before=9&limit=2").json().get("has_more").asBoolean()).isTrue();
    assertThat(seqs(read(ann, "?after=10"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?limit=0", "?limit=201", "?limit=x", "?limit=", "?after=-1", "?before=1.5"})
  void aPageThatCannotBeIsRefused(String query) {
    Answer answer = read(rest.create("Ann"), query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"message\":\"  \"}",
        "{\"message\":1}",
        "{\"message\":null}",
        "{\"message\":\"x\",\"ref\":\"\"}",
        "{\"message\":\"x\",\"to\":\"eve\"}",
        "{\"message\":\"x\""
      })
  void aPostThatCannotBeIsRefused(String body) {
    Answer answer = post(rest.create("Ann"), body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText()).isNotBlank();
  }

  @Test
  void limitsHoldHereToo() {
    Ticket ann = rest.create("Ann");
    assertThat(post(ann, "{\"message\":\"" + "x".repeat(4001) + "\"}").status()).isEqualTo(400);
    String longRef = "{\"message\":\"x\",\"ref\":\"" + "r".repeat(65) + "\"}";
    assertThat(post(ann, longRef).status()).isEqualTo(400);
    int limited = 0;
    for (int i = 0; i < 200 && limited == 0; i++) {
      Answer answer = post(ann, "{\"message\":\"flood\"}");
      if (answer.status() == 429) {
        limited++;
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
      }
    }
    assertThat(limited).isEqualTo(1);
  }

  @Test
  void onlyTheRoomsOwnTokensOpenIt() {
    Ticket ann = rest.create("Ann");
    Ticket other = rest.create("Eve");
    Ticket wrong = new Ticket(other.token(), ann.roomId());
    assertThat(read(wrong, "").status()).isEqualTo(403);
    assertThat(post(wrong, "{\"message\":\"x\"}").status()).isEqualTo(403);
    assertThat(rest.get("api/rooms/" + ann.roomId() + "/messages").status()).isEqualTo(401);
  }

  @Test
  void whomAHostRemovesIsHungUpOnAndComesBackNoMore() throws Exception {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.join("Bob", ann.roomId());
    try (ParleySocket a = ParleySocket.open(BASE, ann.token());
        ParleySocket b = ParleySocket.open(BASE, bob.token());
        RawWebSocket plain = rest.open(bob).settled()) {
      a.next("welcome");
      String client = b.next("welcome").get("client_id").asText();
      String member = "api/rooms/" + ann.roomId() + "/members/" + client;

      assertThat(rest.send("DELETE", member, "Authorization", "Bearer " + bob.token()).status())
          .as("who is no host")
          .isEqualTo(403);
      assertThat(rest.send("DELETE", member, "Authorization", "Bearer " + ann.token()).status())
          .isEqualTo(204);

      assertThat(b.readClose().closeCode()).isEqualTo(4503);
      assertThat(plain.readClose().closeReason()).isEqualTo("removed");
      assertThat(a.next("left").get("client_id").asText()).isEqualTo(client);
      assertThat(rest.members(ann)).isEqualTo(1);
      try (ParleySocket again = ParleySocket.open(BASE, bob.token())) {
        assertThat(again.readClose().closeCode()).isEqualTo(4503);
      }
      assertThat(read(bob, "").status()).isEqualTo(403);
      assertThat(post(bob, "{\"message\":\"x\"}").status()).isEqualTo(403);
      assertThat(
              rest.post("api/tokens/renew", "", "Authorization", "Bearer " + bob.token()).status())
          .isEqualTo(403);
      assertThat(rest.send("DELETE", member, "Authorization", "Bearer " + ann.token()).status())
          .as("again")
          .isEqualTo(204);
      String stranger = member.replace(client, "nobody");
      assertThat(rest.send("DELETE", stranger, "Authorization", "Bearer " + ann.token()).status())
          .isEqualTo(404);
    }
    assertThat(JSON.readTree(read(ann, "").body()).get("messages")).isEmpty();
  }
}
