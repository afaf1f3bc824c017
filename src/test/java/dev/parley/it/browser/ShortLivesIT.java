package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Await;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages that stay open for longer than what they rest on: their tokens, their room, a log that can
 * be written. On a server of its own, where tokens and empty rooms live for seconds.
 */
class ShortLivesIT {

  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(8);
  private static final String PORTAL = "http://portal.example";
  private static final Duration EMPTY_ROOM_TTL = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path data;

  private static ParleyServer server;

  @RegisterExtension final Visitors visitors = new Visitors();

  @BeforeAll
  static void start() {
    server =
        ParleyServer.builder()
            .set("parley.data-dir", data)
            .set("parley.token-lifetime", TOKEN_LIFETIME)
            .set("parley.empty-room-ttl", EMPTY_ROOM_TTL)
            .set("parley.allowed-origins", PORTAL)
            .start("short-lives");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoStaysDoesNotNoticeThatTokensRunOutAndWhoWasAwayJoinsAgain() {
    visitors.expectCuts();
    visitors.expectComplaint("status of 401");
    visitors.expectComplaint("status of 404");
    Visitor ann = visitors.arrive();
    List<String> sockets = new ArrayList<>();
    ann.page().onWebSocket(socket -> sockets.add(socket.url()));
    ann.createRoom(server.base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    bob.say("I have to go");
    assertThat(ann.othersMessages()).hasCount(1);
    Visitor carol = visitors.arrive();
    String deserted = carol.createRoom(server.base(), "Carol");
    String first = ann.token();
    recordStates(ann);

    bob.page().context().setOffline(true);
    carol.page().context().setOffline(true);
    bob.say("Written while away");
    ann.say("Bob?");
    awaitRefusal(() -> first, ann.roomCode());
    awaitRefusal(bob::token, ann.roomCode());
    ann.expectMembers(1);
    ann.say("He is away");
    assertThat(ann.sentMessages()).hasText(new String[] {"Bob?", "He is away"});
    assertThat(sockets).hasSize(1);
    assertThat(ann.page().evaluate("states")).isEqualTo(List.of());
    assertThat(ann.token()).isNotEqualTo(first);

    bob.page().context().setOffline(false);
    bob.expectConnected();
    assertThat(bob.banner()).isHidden();
    for (Visitor each : List.of(ann, bob)) {
      each.expectMessages(List.of("I have to go", "Bob?", "He is away", "Written while away"));
    }
    assertThat(bob.ownMessages()).hasText(new String[] {"I have to go", "Written while away"});
    ann.expectMembers(2);
    bob.page().reload();
    bob.expectConnected();
    assertThat(bob.ownMessages()).hasText(new String[] {"I have to go", "Written while away"});

    Await.until(
        PATIENCE,
        "the room is forgotten",
        () -> server.log().contains("room_forgotten room=" + deserted));
    awaitRefusal(carol::token, deserted);
    carol.page().context().setOffline(false);
    assertThat(carol.banner()).containsText("This room does not exist any more.");
    assertThat(sockets).hasSize(1);
  }

  @Test
  void aPortalOfAnotherOriginIsAskedForATokenWhenTheOneBeforeHasRunOut() {
    visitors.expectCuts();
    visitors.expectComplaint("status of 401");
    Rest rest = new Rest(server.base());
    Ticket bob = rest.create("Bob");
    Visitor ann = visitors.arrive();
    List<String> reasons = new ArrayList<>();
    List<Ticket> given = new ArrayList<>();
    ann.page()
        .exposeFunction(
            "tokenFor",
            reason -> {
              reasons.add((String) reason[0]);
              given.add(rest.join("Ann", bob.roomId()));
              return given.get(given.size() - 1).token();
            });
    Portal portal =
        Portal.showElsewhere(
            ann, URI.create(PORTAL + "/start"), server.base(), "<parley-chat></parley-chat>");
    ann.page()
        .evaluate("() => { document.querySelector('parley-chat').token = (it) => tokenFor(it); }");
    Portal.Chat chat = portal.chat("parley-chat");
    chat.expectConnected();
    chat.say("From afar");
    assertThat(chat.sentMessages()).hasText("From afar");

    ann.page().context().setOffline(true);
    chat.say("Written while away");
    awaitRefusal(
        () ->
            (String) ann.page().evaluate("document.querySelector('parley-chat').connection.token"),
        bob.roomId());
    ann.page().context().setOffline(false);
    chat.expectConnected();
    assertThat(chat.sentMessages()).hasText(new String[] {"From afar", "Written while away"});
    assertThat(reasons).containsExactly("first", "refused");
    assertThat(rest.messages(given.get(1))).containsExactly("From afar", "Written while away");
  }

  @Test
  void whatCannotBeStoredSurvivesAReloadAndIsNotDoubledByADuplicatedTab() throws SQLException {
    Visitor ann = visitors.arrive();
    ann.createRoom(server.base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.say("One");
    assertThat(bob.othersMessages()).hasText("One");

    Visitor duplicate;
    try (Connection another =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("parley.db"));
        Statement statement = another.createStatement()) {
      statement.execute("BEGIN IMMEDIATE"); // as long as it lasts, nobody else can write
      ann.say("Two");
      ann.say("Three");
      assertThat(ann.page().locator("#room")).hasAttribute("data-connection", "unavailable");
      assertThat(ann.banner()).containsText("The server cannot store messages at the moment.");
      assertThat(ann.unsentMessages()).hasText(new String[] {"Two", "Three"});
      assertThat(ann.log().getByText("Waiting to be sent").last()).isVisible();
      duplicate = ann.duplicateTab();
      duplicate.expectConnected();
      ann.page().reload();
      for (Visitor tab : List.of(ann, duplicate)) {
        assertThat(tab.messages()).hasText(new String[] {"One", "Two", "Three"});
        assertThat(tab.unsentMessages()).hasText(new String[] {"Two", "Three"});
      }
      statement.execute("ROLLBACK");
    }
    for (Visitor each : List.of(ann, duplicate, bob)) {
      each.expectMessages(List.of("One", "Two", "Three"));
    }
    assertThat(ann.banner()).isHidden();
    assertThat(duplicate.ownMessages()).hasCount(3);
    ann.expectConnected();
    bob.expectMembers(2);
    duplicate.say("Four");
    for (Visitor each : List.of(ann, duplicate, bob)) {
      each.expectMessages(List.of("One", "Two", "Three", "Four"));
    }
  }

  /** Every state of the connection from now on, in {@code states}. */
  private static void recordStates(Visitor visitor) {
    visitor
        .page()
        .evaluate(
            """
            () => {
              window.states = [];
              const room = document.querySelector('parley-chat').shadowRoot.getElementById('room');
              new MutationObserver(() => states.push(room.dataset.connection))
                .observe(room, { attributes: true, attributeFilter: ['data-connection'] });
            }
            """);
  }

  /** The token that a page has by then: the answer to a renewal may still arrive after a cut. */
  private static void awaitRefusal(Supplier<String> token, String code) {
    Rest rest = new Rest(server.base());
    Await.until(
        PATIENCE,
        "the token has run out",
        () ->
            rest.get("api/rooms/" + code, "Authorization", "Bearer " + token.get()).status()
                == 401);
  }
}
