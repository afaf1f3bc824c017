package dev.parley.it.proxy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.parley.it.Await;
import dev.parley.it.ParleySocket;
import dev.parley.it.RawWebSocket;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Answer;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.browser.Visitor;
import dev.parley.it.browser.Visitors;
import dev.parley.it.proxy.ReverseProxy.Kind;
import dev.parley.it.proxy.ReverseProxy.Site;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parley behind a real nginx and a real Apache httpd, both as docs/reverse-proxy.md has them. */
class ReverseProxyIT {

  private static final int JOINS_AT_ONCE = 30;

  /** Longer than what a request takes, also on a busy machine; shorter than the heartbeat. */
  private static final Duration IMPATIENT = Duration.ofSeconds(2);

  private static final Duration HEARTBEAT = Duration.ofSeconds(4);

  /** A heartbeat is sent at the first look after it is due, and one looks once a second. */
  private static final Duration PATIENT = Duration.ofSeconds(7);

  /** The longest wait between two attempts is 30 s. */
  private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(90);

  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static final Map<Kind, ReverseProxy> PROXIES = new EnumMap<>(Kind.class);

  private static Certificate certificate;
  private static ParleyServer server;
  private static Rest direct;

  @RegisterExtension final Visitors visitors = new Visitors();

  @BeforeAll
  static void start() {
    certificate = Certificate.make(Path.of("target", "proxies", "certificate").toAbsolutePath());
    startServer(ParleyServer.freePort());
    for (Kind kind : Kind.values()) {
      PROXIES.put(kind, ReverseProxy.start(kind, Site.BELOW_A_PATH, server.port(), certificate));
    }
  }

  private static void startServer(int port) {
    server =
        ParleyServer.builder()
            .port(port)
            .contextPath("/parley")
            .set("parley.data-dir", Path.of("target", "proxies", "data-" + port).toAbsolutePath())
            .set("parley.trusted-proxies", "127.0.0.1")
            .set("parley.heartbeat", HEARTBEAT)
            .set("parley.join-burst", JOINS_AT_ONCE)
            .start("behind-a-proxy");
    direct = new Rest(server.base());
  }

  @AfterAll
  static void stop() {
    PROXIES.values().forEach(ReverseProxy::close);
    server.close();
    String logs = ReverseProxy.logs(ReverseProxy.LOGS);
    assertThat(logs).as("what the proxies log").contains("\"GET /talk/ws/chat\" 101");
    assertThat(logs).as("tokens in it").doesNotContain("eyJ", "token=");
  }

  private static ReverseProxy the(Kind kind) {
    return PROXIES.get(kind);
  }

  /** Another one than the usual, with a change to its configuration. */
  private static ReverseProxy changed(Kind kind, UnaryOperator<Snippet> change) {
    return ReverseProxy.start(kind, Site.BELOW_A_PATH, server.port(), certificate, change);
  }

  /** Of somebody who has not been here before; every address is this machine's on Linux. */
  private static String newAddress() {
    return "127.0.7." + ADDRESSES.incrementAndGet();
  }

  private static Ticket create() {
    return direct.create("Ann");
  }

  // Addresses

  @ParameterizedTest
  @EnumSource
  void thePageIsAtThePublicPath(Kind kind) {
    ReverseProxy proxy = the(kind);
    Answer page = proxy.rest().get("");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(proxy.rest().get("client/parley-chat.js").status()).isEqualTo(200);
    assertThat(proxy.rest().get("../talk").header("Location")).isEqualTo(proxy.base().toString());
  }

  @ParameterizedTest
  @EnumSource
  void aRoomIsWhereItsLocationSays(Kind kind) {
    ReverseProxy proxy = the(kind);
    Answer room = proxy.rest().post("api/rooms", "{\"name\":\"Ann\"}");
    assertThat(room.status()).isEqualTo(201);
    String id = room.json().get("room_id").asText();
    assertThat(room.header("Location")).isEqualTo(proxy.base() + "api/rooms/" + id);
    String bearer = "Bearer " + room.json().get("token").asText();
    assertThat(proxy.rest().get(room.header("Location"), "Authorization", bearer).status())
        .isEqualTo(200);
    Answer member = proxy.rest().post("api/rooms/" + id + "/members", "{\"name\":\"Bob\"}");
    assertThat(member.header("Location"))
        .startsWith(proxy.base() + "api/rooms/" + id + "/members/");
  }

  @ParameterizedTest
  @EnumSource
  void theErrorPageLeadsBackToThePublicPath(Kind kind) {
    Answer nothing = the(kind).rest().get("nothing/here");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.body())
        .contains("href=\"/talk/\"", "\"/talk/client/page/error-page.css\"")
        .doesNotContain("/parley/");
  }

  @ParameterizedTest
  @EnumSource
  void atAHostOfItsOwnThereIsNoPath(Kind kind) {
    try (ReverseProxy proxy = ReverseProxy.start(kind, Site.OWN_HOST, server.port(), certificate)) {
      Answer room = proxy.rest().post("api/rooms", "{\"name\":\"Ann\"}");
      String id = room.json().get("room_id").asText();
      assertThat(room.header("Location")).isEqualTo(proxy.base() + "api/rooms/" + id);
      assertThat(proxy.rest().get("nothing").body()).contains("href=\"/\"", "\"/favicon.svg\"");
      Visitor ann = visitor();
      ann.createRoom(proxy.base(), "Ann");
      assertThat(ann.inviteLink()).isEqualTo(proxy.base() + "#" + ann.roomCode());
      ann.page().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatElseTheServerHasIsNotThere(Kind kind) {
    try (ReverseProxy ownHost =
        ReverseProxy.start(kind, Site.OWN_HOST, server.port(), certificate)) {
      for (String path : List.of("health", "metrics", "openapi")) {
        assertThat(the(kind).rest().get("../" + path).status()).isEqualTo(404);
        assertThat(the(kind).rest().get("..;/" + path).status()).isIn(400, 404);
        assertThat(ownHost.rest().get(path).status()).isEqualTo(404);
        assertThat(ownHost.rest().get("..;/" + path).status()).isIn(400, 404);
      }
    }
  }

  // Who is who

  @ParameterizedTest
  @EnumSource
  void onlyThePageOfThePublicOriginMayConnect(Kind kind) {
    ReverseProxy proxy = the(kind);
    String token = create().token();
    assertThat(handshake(proxy, token, proxy.origin())).isEqualTo(101);
    assertThat(handshake(proxy, token, "https://evil.example")).isEqualTo(403);
    assertThat(handshake(proxy, token, proxy.origin().replace("https", "http"))).isEqualTo(403);
    assertThat(handshake(proxy, token, "http://127.0.0.1:" + server.port())).isEqualTo(403);
  }

  private static int handshake(ReverseProxy proxy, String token, String origin) {
    String query = "?token=" + token;
    try (RawWebSocket socket =
        RawWebSocket.over(proxy.connect(), proxy.base(), query, "Origin: " + origin)) {
      return socket.status();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAClientSaysAboutItselfIsNotBelieved(Kind kind) {
    ReverseProxy proxy = the(kind);
    String liar = newAddress();
    String[] lies = {
      "X-Forwarded-For: 198.51.100.1",
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: http",
      "X-Forwarded-Prefix: /evil"
    };
    RawHttp created = RawHttp.create(proxy.connectFrom(liar), proxy.base(), lies);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).startsWith(proxy.base() + "api/rooms/");

    Await.until(
        Duration.ofSeconds(30),
        "limited, from whichever address it says",
        () -> {
          lies[0] = "X-Forwarded-For: 198.51.100." + ADDRESSES.incrementAndGet();
          return RawHttp.create(proxy.connectFrom(liar), proxy.base(), lies).status() == 429;
        });
    awaitLogged("limited what=joins address=" + liar);
    assertThat(RawHttp.create(proxy.connectFrom(newAddress()), proxy.base()).status())
        .as("another client's address")
        .isEqualTo(201);
  }

  @Test
  void whatSomebodySaysWhoIsNoTrustedProxyIsNotBelieved() {
    String address = newAddress();
    RawHttp created =
        RawHttp.create(
            directlyFrom(address),
            server.base(),
            "X-Forwarded-For: 198.51.100.1",
            "X-Forwarded-Host: portal.example",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Prefix: /talk");
    assertThat(created.header("Location")).startsWith(server.base() + "api/rooms/");
    assertThat(addressOf(created)).isEqualTo(address);
    try (RawWebSocket socket =
        RawWebSocket.over(
            directlyFrom(address),
            server.base(),
            "?token=" + create().token(),
            "Origin: https://portal.example",
            "X-Forwarded-Host: portal.example",
            "X-Forwarded-Proto: https")) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  /** What a proxy does that is not named in trusted-proxies. */
  @ParameterizedTest
  @EnumSource
  void behindAProxyThatIsNotTrustedThePageIsRefusedAndAllAreOne(Kind kind) {
    String address = newAddress();
    try (ReverseProxy proxy =
        changed(kind, snippet -> kind.software().comingFrom(snippet, address))) {
      assertThat(handshake(proxy, create().token(), proxy.origin())).isEqualTo(403);
      awaitLogged(
          "refused reason=origin origin=\"%s\" expected=\"http://127.0.0.1:%d\" address=%s"
              .formatted(proxy.origin(), server.port(), address));
      RawHttp one = RawHttp.create(proxy.connectFrom(newAddress()), proxy.base());
      RawHttp other = RawHttp.create(proxy.connectFrom(newAddress()), proxy.base());
      assertThat(addressOf(one)).isEqualTo(address);
      assertThat(addressOf(other)).isEqualTo(address);
    }
  }

  private static Socket directlyFrom(String address) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whom the server has noted as the creator of this room. */
  private static String addressOf(RawHttp created) {
    assertThat(created.status()).isEqualTo(201);
    String location = created.header("Location");
    String room = location.substring(location.lastIndexOf('/') + 1);
    String line = "room_created room=" + room;
    awaitLogged(line);
    return Pattern.compile(line + " client=\\S+ address=([0-9.]+)")
        .matcher(server.log())
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** Some servers write their log a little later than they answer. */
  private static void awaitLogged(String line) {
    Await.until(Duration.ofSeconds(30), "the log says " + line, () -> server.log().contains(line));
  }

  // What goes through

  @ParameterizedTest
  @EnumSource
  void bothDialectsSpeakThroughTls(Kind kind) {
    ReverseProxy proxy = the(kind);
    Ticket ann = create();
    Ticket bob = direct.join("Bob", ann.roomId());
    try (RawWebSocket plain =
            RawWebSocket.over(proxy.connect(), proxy.base(), "?token=" + ann.token()).settled();
        ParleySocket parley = ParleySocket.over(proxy.connect(), proxy.base(), bob.token())) {
      assertThat(plain.head()).doesNotContain("Sec-WebSocket-Protocol");
      assertThat(parley.raw().head()).containsIgnoringCase("Sec-WebSocket-Protocol: parley.v1\r\n");
      assertThat(parley.next("welcome").get("name").asText()).isEqualTo("Bob");
      plain.sendText("Is it you?");
      assertThat(parley.next("message").get("message").asText()).isEqualTo("Is it you?");
      parley.post("1", "It is.");
      assertThat(plain.readText()).contains("\"message\":\"It is.\"");
    }
  }

  /** Together more than what the proxy lets through in a request's body. */
  @ParameterizedTest
  @EnumSource
  void longMessagesOfAnySignsPassWhole(Kind kind) {
    ReverseProxy proxy = the(kind);
    Ticket ann = create();
    Ticket bob = direct.join("Bob", ann.roomId());
    String longest = "😀".repeat(3999);
    try (ParleySocket from = ParleySocket.over(proxy.connect(), proxy.base(), ann.token());
        ParleySocket to = ParleySocket.over(proxy.connect(), proxy.base(), bob.token())) {
      to.next("welcome");
      for (int i = 0; i < 8; i++) {
        from.post("ref" + i, longest + i);
        assertThat(to.next("message").get("message").asText()).isEqualTo(longest + i);
      }
    }
    assertThat(proxy.rest().messages(ann)).hasSize(8).contains(longest + 7);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsTooLargeIsRefused(Kind kind) {
    Answer refused =
        the(kind).rest().post("api/rooms", "{\"name\":\"%s\"}".formatted("A".repeat(100_000)));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.header("Content-Type"))
        .isEqualTo(kind == Kind.NGINX ? "text/html" : "application/problem+json");
  }

  @ParameterizedTest
  @EnumSource
  void twoPeopleTalkAtThePublicAddress(Kind kind) {
    URI base = the(kind).base();
    Visitor ann = visitor();
    List<String> addresses = new CopyOnWriteArrayList<>();
    ann.page().onRequest(request -> addresses.add(request.url()));
    ann.page().onWebSocket(socket -> addresses.add(socket.url()));
    ann.createRoom(base, "Ann");
    ann.button("Copy invite link").click();
    String link = (String) ann.page().evaluate("navigator.clipboard.readText()");
    assertThat(link).isEqualTo(base + "#" + ann.roomCode());
    Visitor bob = visitor().joinByLink(link, "Bob");

    ann.say("Is it you?");
    assertThat(bob.othersMessages()).hasText("Is it you?");
    bob.say("It is. Grüße 😀");
    assertThat(ann.othersMessages()).hasText("It is. Grüße 😀");
    ann.page().reload();
    ann.expectConnected();
    bob.say("At last!");
    for (Visitor each : List.of(ann, bob)) {
      each.expectMessages(List.of("Is it you?", "It is. Grüße 😀", "At last!"));
    }

    String sockets = base.toString().replace("https:", "wss:") + "ws/chat?";
    assertThat(addresses)
        .allMatch(address -> address.startsWith(base.toString()) || address.startsWith(sockets))
        .anyMatch(address -> address.startsWith(sockets))
        .noneMatch(address -> address.contains("eyJ"));
  }

  // What goes wrong

  @Test
  void aTimeOutBelowTheHeartbeatCutsAndThePageResumes() {
    try (ReverseProxy one = impatient(Kind.NGINX);
        ReverseProxy other = impatient(Kind.HTTPD)) {
      Visitor ann = visitor();
      AtomicInteger annsSockets = countSockets(ann);
      String code = ann.createRoom(one.base(), "Ann");
      Visitor bob = visitor();
      AtomicInteger bobsSockets = countSockets(bob);
      bob.joinByLink(other.base() + "#" + code, "Bob");
      Ticket carol = direct.join("Carol", code);

      for (int round = 1; round <= 2; round++) {
        ann.say("Ann, round " + round);
        bob.say("Bob, round " + round);
        int annsBefore = annsSockets.get();
        int bobsBefore = bobsSockets.get();
        awaitPage(ann, "cut", () -> annsSockets.get() > annsBefore);
        post(carol, "Carol, round " + round);
        awaitPage(bob, "cut", () -> bobsSockets.get() > bobsBefore);
      }

      List<String> all = direct.messages(carol);
      assertThat(all).hasSize(6).doesNotHaveDuplicates();
      for (Visitor each : List.of(ann, bob)) {
        each.expectMessages(all);
        each.page().close();
      }
    }
  }

  private static ReverseProxy impatient(Kind kind) {
    return changed(kind, snippet -> kind.software().withIdleTimeOut(snippet, IMPATIENT));
  }

  private static AtomicInteger countSockets(Visitor visitor) {
    AtomicInteger sockets = new AtomicInteger();
    visitor.page().onWebSocket(socket -> sockets.incrementAndGet());
    return sockets;
  }

  /** What a page tells is only heard while one waits for the page. */
  private static void awaitPage(Visitor visitor, String what, BooleanSupplier condition) {
    Await.until(
        COMES_BACK_WITHIN,
        what,
        () -> {
          visitor.page().evaluate("0");
          return condition.getAsBoolean();
        });
  }

  private static void post(Ticket ticket, String message) {
    Answer answer =
        direct.post(
            "api/rooms/" + ticket.roomId() + "/messages",
            "{\"message\":\"%s\"}".formatted(message),
            "Authorization",
            "Bearer " + ticket.token());
    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void theHeartbeatKeepsASocketOpenWhereTheTimeOutIsLonger() {
    try (ReverseProxy one = patient(Kind.NGINX);
        ReverseProxy other = patient(Kind.HTTPD);
        ParleySocket first = ParleySocket.over(one.connect(), one.base(), create().token());
        ParleySocket second = ParleySocket.over(other.connect(), other.base(), create().token())) {
      long opened = System.nanoTime();
      while (System.nanoTime() - opened < PATIENT.plusSeconds(1).toNanos()) {
        JsonNode heartbeat = first.next("heartbeat");
        assertThat(heartbeat.get("head").asLong()).isZero();
        second.next("heartbeat");
      }
    }
  }

  private static ReverseProxy patient(Kind kind) {
    return changed(kind, snippet -> kind.software().withIdleTimeOut(snippet, PATIENT));
  }

  @ParameterizedTest
  @EnumSource
  void thePageComesBackWhenTheProxyIsRestarted(Kind kind) {
    visitors.expectCuts();
    try (ReverseProxy proxy = changed(kind, UnaryOperator.identity())) {
      Visitor ann = visitor();
      Ticket bob = direct.join("Bob", ann.createRoom(proxy.base(), "Ann"));
      ann.say("Before");
      assertThat(ann.sentMessages()).hasText("Before");

      proxy.stop();
      expectWaiting(ann);
      ann.say("Written meanwhile");
      post(bob, "Said meanwhile");
      proxy.start();
      expectBack(ann);
      ann.expectMessages(List.of("Before", "Said meanwhile", "Written meanwhile"));
      assertThat(direct.messages(bob))
          .containsExactly("Before", "Said meanwhile", "Written meanwhile");
    }
  }

  @Test
  void thePageComesBackWhenParleyHasBeenDownBehindTheProxy() {
    visitors.expectCuts();
    visitors.expectComplaint("the server responded with a status of 50");
    // of the server itself, between its own start and that of the application
    visitors.expectComplaint("the server responded with a status of 404");
    Visitor ann = visitor();
    String code = ann.createRoom(the(Kind.NGINX).base(), "Ann");
    Visitor bob = visitor().joinByLink(the(Kind.HTTPD).base() + "#" + code, "Bob");
    ann.say("Before");
    assertThat(bob.othersMessages()).hasText("Before");

    server.stop();
    expectWaiting(ann);
    expectWaiting(bob);
    ann.say("Ann, meanwhile");
    assertThat(ann.unsentMessages()).hasCount(1);
    for (ReverseProxy proxy : PROXIES.values()) {
      assertThat(handshake(proxy, ann.token(), proxy.origin())).isIn(502, 503);
      assertThat(proxy.rest().get("").status()).isIn(502, 503);
    }
    startServer(server.port());
    expectBack(ann);
    expectBack(bob);
    bob.say("After");
    assertThat(bob.sentMessages()).hasText("After");
    for (Visitor each : List.of(ann, bob)) {
      each.expectMessages(List.of("Before", "Ann, meanwhile", "After"));
    }
  }

  private Visitor visitor() {
    return visitors.arrive(options -> options.setIgnoreHTTPSErrors(true));
  }

  private static void expectWaiting(Visitor visitor) {
    assertThat(visitor.connection())
        .hasAttribute("data-status", Pattern.compile("waiting|connecting"));
    assertThat(visitor.banner()).containsText("The connection was lost.");
  }

  /** By itself: nobody has touched the page. */
  private static void expectBack(Visitor visitor) {
    assertThat(visitor.connection())
        .hasAttribute(
            "data-status",
            "open",
            new LocatorAssertions.HasAttributeOptions()
                .setTimeout((double) COMES_BACK_WITHIN.toMillis()));
    assertThat(visitor.banner()).isHidden();
  }
}
