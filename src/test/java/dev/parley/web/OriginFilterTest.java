package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.AuditLog;
import dev.parley.audit.LogCapture;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** We are at http://chat.example.com; https://portal.example.com is listed. */
@SuppressWarnings("UnnecessaryAssignment") // no container injects here
class OriginFilterTest {

  private static final String OWN = "http://chat.example.com";
  private static final String LISTED = "https://portal.example.com";

  private final Requests.Answer answer = new Requests.Answer();

  @Test
  void aHandshakeOfOurOwnPagePasses() throws Exception {
    assertThat(passes(Requests.handshake().header("Origin", OWN))).isTrue();
    assertThat(answer.headers).doesNotContainKey("Access-Control-Allow-Origin");
  }

  @Test
  void aHandshakeOfAListedPagePasses() throws Exception {
    assertThat(passes(Requests.handshake().header("Origin", LISTED))).isTrue();
  }

  @Test
  void aHandshakeWithoutAnOriginIsOfNoBrowserAndPasses() throws Exception {
    assertThat(passes(Requests.handshake())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "",
        "https://chat.example.com",
        "http://chat.example.com:8080",
        "http://chat.example.com.evil.example",
        "http://portal.example.com",
        "file://"
      })
  void aHandshakeOfAForeignPageIsRefusedWith403(String origin) throws Exception {
    assertThat(passes(Requests.handshake().header("Origin", origin))).isFalse();
    assertThat(answer.status).isEqualTo(403);
    assertThat(answer.headers).containsEntry("Content-Type", "application/problem+json");
    assertThat(answer.body.toString())
        .contains("\"status\":403")
        .contains("\"type\":\"about:blank\"")
        .contains("\"detail\"");
  }

  @Test
  void aRefusalIsLoggedInOneLineThatNobodyCanForge() throws Exception {
    try (LogCapture log = LogCapture.open()) {
      passes(Requests.handshake().header("Origin", "x\" address=127.0.0.1\n").from("203.0.113.9"));
      assertThat(log.lines())
          .containsExactly(
              "refused reason=origin origin=\"x\\u0022 address=127.0.0.1\\u000a\""
                  + " expected=\"http://chat.example.com\" address=203.0.113.9");
    }
  }

  @Test
  void restAnswersAForeignPageWithoutLettingItRead() throws Exception {
    assertThat(passes(Requests.get("/api/rooms").header("Origin", "https://evil.example")))
        .isTrue();
    assertThat(answer.headers)
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Origin");
  }

  @Test
  void aListedPageMayReadWhatRestAnswers() throws Exception {
    assertThat(passes(Requests.get("/api/rooms").header("Origin", LISTED))).isTrue();
    assertThat(answer.headers)
        .containsEntry("Access-Control-Allow-Origin", LISTED)
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @Test
  void aListedPageMayAskBeforehand() throws Exception {
    Requests preflight =
        Requests.get("/api/rooms")
            .method("OPTIONS")
            .header("Origin", LISTED)
            .header("Access-Control-Request-Method", "POST");
    assertThat(passes(preflight)).isFalse();
    assertThat(answer.status).isEqualTo(204);
    assertThat(answer.headers)
        .containsEntry("Access-Control-Allow-Origin", LISTED)
        .containsEntry("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .containsEntry("Access-Control-Allow-Headers", "Authorization, Content-Type");
  }

  @Test
  void aForeignPageThatAsksBeforehandIsAllowedNothing() throws Exception {
    passes(
        Requests.get("/api/rooms")
            .method("OPTIONS")
            .header("Origin", "https://evil.example")
            .header("Access-Control-Request-Method", "POST"));
    assertThat(answer.headers.keySet()).noneMatch(name -> name.startsWith("Access-Control-"));
  }

  private boolean passes(Requests request) throws ServletException, IOException {
    OriginFilter filter = new OriginFilter();
    filter.origins = new Origins(List.of(LISTED));
    filter.audit = new AuditLog();
    AtomicBoolean passed = new AtomicBoolean();
    filter.doFilter(request.build(), answer.response(), (passedOn, response) -> passed.set(true));
    return passed.get();
  }
}
