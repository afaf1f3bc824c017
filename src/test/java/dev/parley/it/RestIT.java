package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.Rest.Answer;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4 of the wire contract, as far as it creates, joins, describes, renews and publishes. */
class RestIT extends OnParley {

  @Test
  void aRoomIsCreatedJoinedAndDescribed() {
    Answer created = rest.post("api/rooms", "{\"name\":\"Ann\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    JsonNode ann = created.json();
    assertThat(ann.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("token", "room_id", "client_id", "expires_at");
    String room = ann.get("room_id").asText();
    assertThat(created.header("Location")).isEqualTo(BASE + "api/rooms/" + room);

    Answer joined = rest.post("api/rooms/" + room + "/members", "{\"name\":\"Bob\"}");
    assertThat(joined.status()).isEqualTo(201);
    assertThat(joined.header("Location")).startsWith(BASE + "api/rooms/" + room + "/members/");
    assertThat(joined.json().get("room_id").asText()).isEqualTo(room);

    Ticket ticket = new Ticket(ann.get("token").asText(), room);
    try (RawWebSocket socket = rest.open(ticket)) {
      assertThat(socket.status()).isEqualTo(101);
      Await.until(java.time.Duration.ofSeconds(20), "Ann", () -> rest.members(ticket) == 1);
      JsonNode described = rest.describe(ticket);
      assertThat(described.get("room_id").asText()).isEqualTo(room);
      assertThat(Instant.parse(described.get("created_at").asText())).isBefore(Instant.now());
      assertThat(described.get("head").asLong()).isZero();
      assertThat(described.get("epoch").asText()).isNotBlank();
      assertThat(described.get("members").get(0).get("name").asText()).isEqualTo("Ann");
      assertThat(described.get("members").get(0).get("client_id")).isEqualTo(ann.get("client_id"));
    }
  }

  @Test
  void theClaimsAreThoseOfTheContract() throws Exception {
    JsonNode host = rest.post("api/rooms", "{\"name\":\"Ann\"}").json();
    JsonNode header = part(host.get("token").asText(), 0);
    JsonNode claims = part(host.get("token").asText(), 1);

    assertThat(header.fieldNames()).toIterable().containsExactlyInAnyOrder("alg", "typ", "kid");
    assertThat(header.get("alg").asText()).isEqualTo("RS256");
    assertThat(claims.get("aud").asText()).isEqualTo("parley");
    assertThat(claims.get("sub")).isEqualTo(host.get("client_id"));
    assertThat(claims.get("client_id")).isEqualTo(host.get("client_id"));
    assertThat(claims.get("room_id")).isEqualTo(host.get("room_id"));
    assertThat(claims.get("name").asText()).isEqualTo("Ann");
    assertThat(claims.get("preferred_username").asText()).isEqualTo("Ann");
    assertThat(claims.get("groups")).extracting(JsonNode::asText).contains("member", "host");
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3600);
    assertThat(Instant.ofEpochSecond(claims.get("exp").asLong()))
        .isEqualTo(Instant.parse(host.get("expires_at").asText()));

    String room = host.get("room_id").asText();
    JsonNode guest = rest.post("api/rooms/" + room + "/members", "{\"name\":\"Bob\"}").json();
    assertThat(part(guest.get("token").asText(), 1).get("groups"))
        .extracting(JsonNode::asText)
        .containsExactly("member");
  }

  @Test
  void thePublicKeysArePublishedAndNothingElseOfThem() {
    Answer answer = rest.get(".well-known/jwks.json");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("keys")).isNotEmpty();
    answer
        .json()
        .get("keys")
        .forEach(
            key ->
                assertThat(key.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e"));
  }

  @Test
  void aTokenIsRenewedForTheSameMember() throws Exception {
    Ticket ann = rest.create("Ann");
    Answer answer = rest.post("api/tokens/renew", "", "Authorization", "Bearer " + ann.token());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("token", "expires_at");
    JsonNode before = part(ann.token(), 1);
    JsonNode after = part(answer.json().get("token").asText(), 1);
    assertThat(after.get("sub")).isEqualTo(before.get("sub"));
    assertThat(after.get("groups")).isEqualTo(before.get("groups"));
    assertThat(after.get("jti")).isNotEqualTo(before.get("jti"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic QW5uOmFubg==", "Bearer not.a.token"})
  void withoutAValidTokenIs401(String authorization) {
    Ticket ann = rest.create("Ann");
    for (Answer answer :
        new Answer[] {
          rest.get("api/rooms/" + ann.roomId(), "Authorization", authorization),
          rest.post("api/tokens/renew", "", "Authorization", authorization)
        }) {
      assertProblem(answer, 401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @Test
  void theTokenOfAnotherRoomIs403() {
    Ticket ann = rest.create("Ann");
    Ticket bob = rest.create("Bob");

    assertProblem(
        rest.get("api/rooms/" + ann.roomId(), "Authorization", "Bearer " + bob.token()), 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"Ann\"",
        "{\"name\":\"Ann\"",
        "{\"name\":5}",
        "{\"name\":true}",
        "{\"name\":[\"Ann\"]}",
        "{\"name\":{\"a\":1}}",
        "{\"name\":null}",
        "{\"name\":\"\"}",
        "{\"name\":\"Ann\",\"admin\":true}",
        "{\"name\":\"Ann\",\"name\":\"Bob\"}",
        "{\"name\":\"Ann\"} trailing",
        "{\"name\":\"a\\u0000b\"}",
        "{name:'Ann'}",
        "<name>Ann</name>"
      })
  void aBodyThatIsNotUnderstoodIs400(String body) {
    assertProblem(rest.post("api/rooms", body), 400);
  }

  @Test
  void aDeepOrLargeBodyIsRefusedEarly() {
    assertProblem(rest.post("api/rooms", "[".repeat(30_000)), 400);
    assertProblem(rest.post("api/rooms", "{\"name\":\"" + "n".repeat(5_000_000) + "\"}"), 413);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, api/nothing, 404",
    "GET, api/rooms, 405",
    "DELETE, api/rooms, 405",
    "GET, api/application.wadl, 404",
    "GET, api/rooms?_wadl, 404",
    "GET, metrics, 404",
    "GET, metrics/base, 404",
    "GET, openapi, 404",
    "GET, health, 404",
    "GET, health/ready, 404",
    "GET, create-room?name=A&%5Fwadl=x, 404",
    "POST, api/rooms, 400",
    "PUT, create-room, 405"
  })
  void whatDoesNotExistIsAProblemToo(String method, String path, int status) {
    assertProblem(rest.send(method, path), status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "/", "application/", "application/json evil"})
  void aContentTypeThatIsNoneIs400(String contentType) {
    assertProblem(rest.send("POST", "api/rooms", "Content-Type", contentType), 400);
  }

  @Test
  void anUnknownRoomCannotBeJoined() {
    assertProblem(rest.post("api/rooms/0000-0000-0000/members", "{\"name\":\"Bob\"}"), 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "client/page/chat-page.js", "api/nothing", "nothing", "create-room?name=A"})
  void everyAnswerIsStrictWithBrowsers(String path) {
    assertStrict(rest.get(path));
  }

  @Test
  void whatIsInWebInfIsNotThere() {
    Answer answer = rest.get("WEB-INF/web.xml");

    assertThat(answer.status()).isEqualTo(404);
    assertTellsNothing(answer);
    if (ParleyServer.KIND.equals("wildfly")) { // answers by itself, before any filter of ours
      assertThat(answer.body()).contains("404 - Not Found").hasSizeLessThan(100);
    } else {
      assertStrict(answer);
    }
  }

  private static void assertStrict(Answer answer) {
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void anErrorPageTellsNothingOfHowWeAreBuilt() {
    Answer answer =
        rest.get("nothing/<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("<script>");
    assertTellsNothing(answer);
  }

  private static void assertTellsNothing(Answer answer) {
    assertThat(answer.body())
        .doesNotContain("Payara", "WildFly", "Undertow", "Tomcat", "TomEE", "Exception")
        .doesNotContain("dev.parley");
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    JsonNode problem = answer.json();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    for (String member : new String[] {"type", "title", "detail"}) {
      assertThat(problem.get(member).asText()).isNotBlank();
    }
    assertThat(answer.body())
        .doesNotContain("Exception", "dev.parley", "com.fasterxml", "\tat ", "jakarta");
  }

  private static JsonNode part(String token, int index) throws Exception {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[index]);
    return com.fasterxml.jackson.databind.json.JsonMapper.builder()
        .build()
        .readTree(new String(json, StandardCharsets.UTF_8));
  }
}
