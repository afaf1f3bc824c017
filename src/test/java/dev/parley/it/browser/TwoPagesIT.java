package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import dev.parley.it.OnParley;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two people do with the page, each in a browser of their own. */
class TwoPagesIT extends OnParley {

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void theyMeetByLinkAndTalk() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    assertThat(code).matches("[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}");
    assertThat(ann.page()).hasTitle("Room " + code + " · Parley");
    assertThat(ann.page().locator("#me")).hasText("Ann");

    String link = copied(ann, "Copy invite link");
    Visitor bob = visitors.arrive();
    bob.open(link);
    assertThat(bob.page().locator("#invited-code")).hasText(code);
    bob.name().fill("Bob");
    bob.button("Join room").click();
    bob.expectConnected();
    assertThat(bob.page().locator("#room-code")).hasText(code);

    Instant before = Instant.now();
    ann.say("Is it you?");
    assertThat(ann.ownMessages()).hasText(new String[] {"Is it you?"});
    assertThat(bob.othersMessages()).hasText(new String[] {"Is it you?"});
    bob.say("It is.");
    bob.say("At last!");
    assertThat(ann.messages()).hasText(new String[] {"Is it you?", "It is.", "At last!"});
    assertThat(bob.messages()).hasText(new String[] {"Is it you?", "It is.", "At last!"});
    assertThat(ann.ownMessages()).hasText(new String[] {"Is it you?"});
    assertThat(ann.sentMessages()).hasText(new String[] {"Is it you?"});

    Locator heading = ann.log().locator(".group:not(.own) header");
    assertThat(heading.locator(".author")).hasText("Bob");
    Locator time = heading.locator("time");
    assertThat(time).hasText(Pattern.compile("\\d{1,2}:\\d{2}"));
    assertThat(Instant.parse(time.getAttribute("datetime")))
        .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    assertThat(ann.log().locator(".group.own .author")).hasText("You");
  }

  @Test
  void whatIsSaidIsSeenByTheSpeakerAtOnceAndOnce() {
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");

    ann.composer().fill("Here already");
    // In one task of the page, so that no answer of the server's can have come in between.
    Object shown =
        ann.page()
            .evaluate(
                """
                () => {
                  const { shadowRoot } = document.querySelector('parley-chat');
                  shadowRoot.querySelector('#composer button').click();
                  return shadowRoot.querySelectorAll('.group.own .message').length;
                }
                """);
    assertThat(shown).isEqualTo(1);
    assertThat(bob.messages()).hasText(new String[] {"Here already"});
    bob.say("So it is");
    assertThat(ann.messages()).hasText(new String[] {"Here already", "So it is"});
  }

  @Test
  void theCodeIsCopiedAndLetsOthersIn() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    assertThat(copied(ann, "Copy room code")).isEqualTo(code);
    assertThat(ann.page().locator("#toast")).hasText("Room code copied");

    Visitor bob = visitors.arrive();
    String readAloud = code.toUpperCase(Locale.ROOT).replace('-', ' ');
    bob.joinByCode(base(), readAloud, "Bob");
    assertThat(bob.page().locator("#room-code")).hasText(code);
    bob.say("Found it");
    assertThat(ann.othersMessages()).hasText("Found it");
  }

  @Test
  void aPlainHttpHostMayCopyToo() {
    URI untrusted = URI.create(base().toString().replace("127.0.0.1", Chromium.UNTRUSTED_HOST));
    Visitor ann = visitors.arrive(options -> options.setPermissions(List.of()));
    String code = ann.createRoom(untrusted, "Ann");
    assertThat(ann.page().evaluate("isSecureContext")).isEqualTo(false);
    assertThat(copied(ann, "Copy room code")).isEqualTo(code);
    Visitor bob = visitors.arrive().joinByLink(copied(ann, "Copy invite link"), "Bob");
    bob.say("Over plain http");
    assertThat(ann.othersMessages()).hasText("Over plain http");
  }

  @Test
  void anUnknownCodeAndAMissingNameAreExplained() {
    visitors.expectComplaint("status of 404");
    Visitor ann = visitors.arrive().open(base());
    ann.button("Create a room").click();
    assertThat(ann.page().locator("#name-error")).hasText("Enter the name that others will see.");
    assertThat(ann.name()).isFocused();

    ann.name().fill("Ann");
    ann.code().fill("aaaa-aaaa-aaaa");
    ann.button("Join").click();
    assertThat(ann.page().locator("#code-error")).containsText("There is no room with this code");
    assertThat(ann.code()).isFocused();
  }

  @Test
  void markupIsTextAndNeverRuns() {
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    String name = "<img src=x onerror=\"ran=true\">";
    Visitor mallory = visitors.arrive().joinByLink(link, name);
    String[] markup = {
      "<img src=x onerror=\"ran=true\">",
      "<script>ran=true</script>",
      "<svg onload=\"ran=true\"></svg>",
      "</p><iframe src=\"javascript:top.ran=true\"></iframe>",
      "&lt;b&gt;&amp;amp; \\u003cb\\u003e ${7*7} {{7*7}}",
    };
    for (String text : markup) {
      mallory.say(text);
    }
    for (Visitor reader : List.of(ann, mallory)) {
      assertThat(reader.messages()).hasText(markup);
      assertThat(reader.log().locator("img, script, iframe, b, svg:not(.icon)")).hasCount(0);
      assertThat(reader.page().evaluate("'ran' in window")).isEqualTo(false);
    }
    assertThat(ann.log().locator(".author").first()).hasText(name);
  }

  @Test
  void addressesBecomeLinksAndNothingElseDoes() {
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");
    String[] said = {
      "See https://example.org/a?b=1&c=2#d, and (http://example.org/e).",
      "javascript:alert(1) and data:text/html,<script>alert(1)</script>",
      "JaVaScRiPt://example.org/%0aalert(1) vbscript:x file:///etc/passwd",
      "https://bank.example@evil.example/",
      "\"https://example.org/\"onmouseover=\"alert(1)",
    };
    for (String text : said) {
      bob.say(text);
    }
    for (Visitor reader : List.of(ann, bob)) {
      assertThat(reader.messages()).hasText(said);
      Locator links = reader.log().locator("a");
      assertThat(links).hasCount(3);
      assertThat(links.nth(0)).hasAttribute("href", "https://example.org/a?b=1&c=2#d");
      assertThat(links.nth(0)).hasText("https://example.org/a?b=1&c=2#d");
      assertThat(links.nth(1)).hasAttribute("href", "http://example.org/e");
      assertThat(links.nth(2)).hasAttribute("href", "https://example.org/");
      for (Locator one : links.all()) {
        assertThat(one).hasAttribute("rel", "noopener noreferrer nofollow");
        assertThat(one).hasAttribute("target", "_blank");
        assertThat(one.evaluate("a => a.getAttributeNames().sort().join()"))
            .isEqualTo("dir,href,rel,target");
      }
    }
  }

  @Test
  void noTokenIsWhereOthersCouldReadIt() {
    Visitor ann = visitors.arrive();
    List<String> requested = new ArrayList<>();
    List<String> protocols = new ArrayList<>();
    ann.page().onRequest(request -> requested.add(request.url()));
    ann.page().onWebSocket(socket -> requested.add(socket.url().replaceFirst("^ws", "http")));
    CDPSession network = ann.page().context().newCDPSession(ann.page());
    network.send("Network.enable");
    network.on(
        "Network.webSocketHandshakeResponseReceived",
        event -> {
          JsonObject response = event.getAsJsonObject("response");
          protocols.add(header(response, "requestHeaders"));
          protocols.add(header(response, "headers"));
        });
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");
    bob.say("Look: https://example.org/");
    assertThat(ann.othersMessages()).hasCount(1);

    assertThat(protocols).hasSize(2).endsWith("parley.v1");
    assertThat(protocols.get(0)).startsWith("parley.v1, parley.bearer.ey");
    String token = protocols.get(0).substring("parley.v1, parley.bearer.".length());
    ann.page().reload();
    ann.expectConnected();
    String signature = token.substring(token.lastIndexOf('.') + 1);
    Object readable =
        ann.page()
            .evaluate(
                """
                () => [
                  location.href,
                  JSON.stringify(history.state),
                  JSON.stringify(Object.entries(localStorage)),
                  document.cookie,
                  document.title,
                  document.documentElement.outerHTML,
                  ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value),
                ].join('\\n')
                """);
    assertThat(readable.toString()).doesNotContain(signature).doesNotContain("eyJ");
    assertThat(ann.page().context().cookies()).isEmpty();
    assertThat(ann.page().context().storageState()).doesNotContain(signature);
    assertThat(requested)
        .anySatisfy(url -> assertThat(url).contains("/ws/chat?after="))
        .anySatisfy(url -> assertThat(url).contains("/messages?limit="))
        .allSatisfy(
            url -> {
              assertThat(url).startsWith(base().toString());
              assertThat(url).doesNotContain(signature).doesNotContain("token=");
            });
  }

  @Test
  void aSecondTabIsTheSamePersonOrAnotherOne() {
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");

    Visitor duplicate = ann.duplicateTab();
    duplicate.expectConnected();
    assertThat(duplicate.page().locator("#me")).hasText("Ann");
    bob.say("To both tabs");
    assertThat(ann.othersMessages()).hasText("To both tabs");
    assertThat(duplicate.othersMessages()).hasText("To both tabs");
    duplicate.say("From the second");
    assertThat(bob.othersMessages()).hasText(new String[] {"From the second"});
    duplicate.page().close();
    ann.expectConnected();
    ann.say("From the first");
    assertThat(bob.othersMessages()).hasText(new String[] {"From the second", "From the first"});

    Visitor guest = ann.newTab().open(link);
    assertThat(guest.name()).isVisible();
    guest.joinByLink(link, "Ann's guest");
    guest.say("Hello from a tab of her own");
    assertThat(ann.othersMessages().last()).hasText("Hello from a tab of her own");
    assertThat(bob.othersMessages().last()).hasText("Hello from a tab of her own");
  }

  @Test
  void backLeadsToTheLobbyAndForwardIntoTheRoom() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");

    ann.page().goBack();
    ann.expectLobby();
    assertThat(ann.name()).hasValue("Ann");
    ann.page().goForward();
    ann.expectConnected();
    assertThat(ann.page().locator("#room-code")).hasText(code);
    ann.say("Back again");
    assertThat(bob.othersMessages()).hasText("Back again");

    ann.button("Leave room").click();
    ann.expectLobby();
    assertThat(ann.page()).hasURL(base().toString());
    ann.page().reload();
    ann.expectLobby();
  }

  @Test
  void tenThousandCharactersAreNotSentAndNotLost() {
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");
    String tooLong = "0123456789".repeat(1000);

    ann.page().evaluate("text => navigator.clipboard.writeText(text)", tooLong);
    ann.composer().focus();
    ann.page().keyboard().press("ControlOrMeta+V");
    assertThat(ann.composer()).hasValue(tooLong);
    assertThat(ann.page().locator("#text-count")).hasText("6,000 over the limit");
    ann.composer().press("Enter");
    assertThat(ann.page().locator("#text-error")).containsText("6,000 characters too long to send");
    assertThat(ann.composer()).hasValue(tooLong);
    assertThat(ann.composer()).hasAttribute("aria-invalid", "true");
    assertThat(ann.messages()).hasCount(0);

    String longest = tooLong.substring(0, 4000);
    ann.composer().fill(longest);
    assertThat(ann.page().locator("#text-error")).isHidden();
    ann.composer().press("Enter");
    assertThat(bob.othersMessages()).hasText(new String[] {longest});
    ann.expectConnected();
  }

  @Test
  void offlineIsToldAndNothingIsMissedOrLost() {
    visitors.expectCuts();
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");
    bob.say("See you");
    assertThat(ann.othersMessages()).hasText("See you");

    ann.page().context().setOffline(true);
    assertThat(ann.banner()).containsText("You are offline.");
    assertThat(ann.banner()).containsText("What you write is kept here");
    ann.say("Written in the tunnel");
    ann.say("And this");
    assertThat(ann.unsentMessages()).hasText(new String[] {"Written in the tunnel", "And this"});
    assertThat(ann.log().getByText("Waiting to be sent").last()).isVisible();
    bob.say("Where are you?");
    bob.say("Hello?");
    assertThat(bob.sentMessages()).hasCount(3);

    ann.page().context().setOffline(false);
    ann.expectConnected();
    assertThat(ann.banner()).isHidden();
    List<String> said =
        List.of("See you", "Where are you?", "Hello?", "Written in the tunnel", "And this");
    ann.expectMessages(said);
    bob.expectMessages(said);
    bob.say("Welcome back");
    assertThat(ann.othersMessages().last()).hasText("Welcome back");
  }

  @Test
  void whoWritesTooFastIsToldWhenItGoesOn() {
    Visitor ann = visitors.arrive();
    Wire wire = Wire.of(ann.page());
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");
    wire.limitNextPost(Duration.ofSeconds(3));
    ann.say("Wait for it");
    Locator toast = ann.page().locator("#toast");
    assertThat(toast).hasText("You are writing fast. The next message is sent in 3 s.");
    assertThat(toast).hasText("You are writing fast. The next message is sent in 1 s.");
    assertThat(bob.othersMessages()).hasText("Wait for it");
    assertThat(ann.sentMessages()).hasText("Wait for it");
  }

  @Test
  void whoGoesAwayBeforeAllIsSentSendsItWhenTheyComeBack() {
    visitors.expectCuts();
    Visitor ann = visitors.arrive();
    String link = invited(ann);
    Visitor bob = visitors.arrive().joinByLink(link, "Bob");

    ann.page().context().setOffline(true);
    ann.say("Written in the tunnel");
    ann.say("And this");
    ann.composer().fill("Not finished");
    ann.open("about:blank");
    ann.page().context().setOffline(false);
    ann.open(link).expectConnected();
    for (Visitor each : List.of(ann, bob)) {
      each.expectMessages(List.of("Written in the tunnel", "And this"));
    }
    assertThat(ann.ownMessages()).hasCount(2);
    assertThat(ann.composer()).hasValue("Not finished");
  }

  @Test
  void theKeyboardIsEnough() {
    Visitor bob = visitors.arrive();
    String code = bob.createRoom(base(), "Bob");

    Visitor ann = visitors.arrive().open(base());
    Keyboard keyboard = ann.page().keyboard();
    assertThat(ann.name()).isFocused();
    keyboard.type("Ann");
    tabTo(ann, ann.code());
    keyboard.type(code);
    keyboard.press("Enter");
    ann.expectConnected();
    assertThat(ann.composer()).isFocused();
    keyboard.type("No mouse");
    keyboard.press("Shift+Enter");
    keyboard.type("at all");
    keyboard.press("Enter");
    assertThat(bob.othersMessages()).hasText("No mouse\nat all");
    assertThat(ann.composer()).isFocused();

    keyboard.type("Sent with the button");
    tabTo(ann, ann.button("Send"));
    keyboard.press("Enter");
    assertThat(bob.othersMessages().last()).hasText("Sent with the button");
    assertThat(ann.composer()).isFocused();

    tabBackTo(ann, ann.log());
    tabBackTo(ann, ann.button("Leave room"));
    tabBackTo(ann, ann.button("Copy invite link"));
    tabBackTo(ann, ann.button("Copy room code"));
    keyboard.press("Enter");
    assertThat(ann.page().locator("#toast")).hasText("Room code copied");
    tabTo(ann, ann.button("Leave room"));
    keyboard.press("Space");
    ann.expectLobby();
    assertThat(ann.name()).isFocused();
  }

  private static String header(JsonObject message, String headers) {
    return message.getAsJsonObject(headers).get("Sec-WebSocket-Protocol").getAsString();
  }

  /** Ann creates a room; answers the link into it. */
  private static String invited(Visitor ann) {
    ann.createRoom(base(), "Ann");
    return ann.inviteLink();
  }

  /** What a paste gives after a press of the button. */
  private static String copied(Visitor visitor, String button) {
    visitor.button(button).click();
    assertThat(visitor.page().locator("#toast")).containsText("copied");
    visitor.composer().focus();
    visitor.page().keyboard().press("ControlOrMeta+V");
    assertThat(visitor.composer()).not().hasValue("");
    String pasted = visitor.composer().inputValue();
    visitor.composer().fill("");
    return pasted;
  }

  private static void tabTo(Visitor visitor, Locator target) {
    tab(visitor, target, "Tab");
  }

  private static void tabBackTo(Visitor visitor, Locator target) {
    tab(visitor, target, "Shift+Tab");
  }

  /** A few presses are a short way; more would be a page that keeps people from getting around. */
  private static void tab(Visitor visitor, Locator target, String key) {
    for (int presses = 0; presses < 4; presses++) {
      visitor.page().keyboard().press(key);
      if (target.evaluate("node => node.matches(':focus')").equals(true)) {
        return;
      }
    }
    assertThat(target).isFocused();
  }
}
