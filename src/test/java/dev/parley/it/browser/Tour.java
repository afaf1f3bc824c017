package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.it.ParleySocket;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Leads a chat through every state that people may see, to have a look at each. */
final class Tour {

  /** As long as a name may be, and of words that do not break by themselves. */
  static final String LONG_NAME = "Bartholomäus Unterscheidungsmerkmal-Öffentlichkeitsbeauftragter";

  /** 42 letters. */
  static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän";

  private static final int BURST = 20; // what a member may post at once
  private static final String HELD = "**/messages?*before=*";
  private static final Route.FulfillOptions TOKEN_EXPIRED =
      new Route.FulfillOptions()
          .setStatus(401)
          .setContentType("application/problem+json")
          .setBody("{\"status\":401,\"detail\":\"Token expired\"}");

  private final Rest rest;
  private final Page page;
  private final Wire wire;
  private final Consumer<String> look;

  /**
   * @param look at the state of that name, as it is on the screen
   */
  Tour(Rest rest, Visitor visitor, Consumer<String> look) {
    this.rest = rest;
    this.page = visitor.page();
    this.wire = Wire.of(page);
    this.look = look;
  }

  /** A room with more messages than are shown at first. */
  static String longRoom(Rest rest) {
    String code = rest.create("Zoe").roomId();
    for (int i = 0; i < 4 * BURST; i += BURST) {
      Ticket speaker = rest.join("Speaker " + i / BURST, code);
      for (int j = i; j < i + BURST; j++) {
        post(rest, speaker, j + ". " + "word ".repeat(j * 7 % 40).strip());
      }
    }
    return code;
  }

  /** The page of Parley's own: the way in, and the room. */
  void ofThePage(URI base, String query, String longRoom) {
    page.navigate(base + query);
    see("the lobby", "#create-button");
    page.locator("#join-button").click();
    see("the lobby, with errors", "#name-error");
    page.navigate("about:blank");
    page.navigate(base + query + "#k7wq-3fmx-9tdc");
    see("the lobby, invited", "#accept-button");
    enter("#accept-button");
    see("the lobby, with an unknown code", "#code-error");
    page.navigate("about:blank");
    page.navigate(base + query);
    enter("#create-button");
    ofTheRoom();
    ofEndings();
    page.navigate("about:blank");
    page.navigate(base + query + "#" + longRoom);
    enter("#accept-button");
    ofTheHistory(longRoom);
  }

  /** An element in a portal's page. */
  void ofTheElement(URI base, String lang, String longRoom) {
    Portal.open(page, base, lang, "parley-chat", rest.create(LONG_NAME));
    ofTheRoom();
    ofEndings();
    ofATokenThatHasRunOut();
    Portal.open(page, base, lang, "parley-chat", rest.join("Maya", longRoom));
    ofTheHistory(longRoom);
  }

  void ofTheLauncher(URI base, String lang) {
    Portal.open(page, base, lang, "parley-launcher", rest.create(LONG_NAME));
    Locator button = page.locator(".launch");
    assertThat(button).hasAttribute("aria-label", Pattern.compile(".+"));
    see("the launcher, closed", ".launch");
    button.click();
    ofTheRoom();
    ofEndings();
  }

  private void enter(String button) {
    page.locator("#name").fill(LONG_NAME);
    page.locator(button).click();
  }

  private void ofTheRoom() {
    expectOpen();
    see("the empty room", "#empty");
    String code = page.locator("#room-code").textContent();
    Ticket tomas = rest.join("Tomás Reyes", code);
    Ticket other = rest.join(LONG_NAME, code);
    try (ParleySocket socket = ParleySocket.open(rest.base(), tomas.token());
        ParleySocket second = ParleySocket.open(rest.base(), other.token())) {
      assertThat(page.locator("#member-count")).not().hasText("1");
      see("the empty room, with others", "#empty");
      post(rest, tomas, "Here it is:");
      post(rest, tomas, "https://staging.example.com/checkout?step=2");
      post(rest, other, LONG_WORD);
      say("شكرا https://parley.example/docs#embedding");
      assertThat(page.locator("[data-state=sent]")).hasCount(1);
      assertThat(page.locator(".group:not(.own) .text")).hasCount(3);
      socket.send("{\"type\":\"typing\"}");
      second.send("{\"type\":\"typing\"}");
      see("a talk", "#typing:not(:empty)");
      page.locator("#show-members").click();
      assertThat(page.locator("#member-list li")).hasCount(3);
      see("the members", "#members");
      page.locator("#hide-members").click();
      page.locator("#show-settings").click();
      see("the settings", "#settings");
      page.keyboard().press("Escape");
      page.locator("#copy-code").click();
      see("what was just done", "#toast:not(:empty)");
    }
    Locator field = page.locator("#text");
    field.fill("x".repeat(3990));
    see("few characters left", "#text-count");
    field.fill("Wort ".repeat(810));
    field.press("Enter");
    see("too many characters", "#text-error");
    field.fill("");
    wire.refusePosts("forbidden");
    say("Does this arrive?");
    see("a message that failed", "[data-state=failed]");
    wire.holdPosts();
    say("And this?");
    see("a message on its way", "[data-state=sending]");
    wire.refuseHeld("unavailable");
    see("a server that cannot store", "#room[data-connection=unavailable] #banner");
  }

  private void ofEndings() {
    wire.cut();
    see("reconnecting", "#room[data-connection=waiting] #banner");
    page.context().setOffline(true);
    page.locator("#banner-action").click();
    page.waitForFunction("() => !navigator.onLine");
    see("offline", "#room[data-connection=waiting] #banner");
    wire.mend();
    wire.deliverPosts();
    page.context().setOffline(false);
    expectOpen();
    assertThat(page.locator("[data-state=sending]")).hasCount(0);
    wire.close(4503, "removed");
    see("removed by a host", "#room[data-connection=closed] #banner");
    reopen();
    wire.close(4504, "room closed");
    see("the room closed", "#room[data-connection=closed] #banner");
  }

  private void ofATokenThatHasRunOut() {
    reopen();
    page.route("**/tokens/renew", route -> route.fulfill(TOKEN_EXPIRED));
    wire.close(1008, "Token expired");
    see("a token that has run out", "#room[data-connection=closed] #banner");
  }

  private void ofTheHistory(String code) {
    List<Route> held = new ArrayList<>();
    page.route(HELD, held::add);
    expectOpen();
    Locator log = page.locator("#messages");
    log.scrollIntoViewIfNeeded(); // in a portal's page, it may begin far down
    assertThat(log.locator(".message").last()).isInViewport();
    log.evaluate("log => { log.scrollTop = 0; }");
    see("history on its way", "[data-past=loading]");
    page.waitForCondition(() -> !held.isEmpty());
    held.get(0).fulfill(new Route.FulfillOptions().setStatus(500));
    see("history that does not come", "[data-past=failed]");
    page.unroute(HELD);
    page.locator(".past button").click();
    assertThat(page.locator("[data-past=failed], [data-past=loading]")).hasCount(0);
    log.evaluate("log => { log.scrollTop = 0; }");
    see("as far back as it goes", "[data-past=start]");
    post(rest, rest.join("Late", code), "New");
    see("something new, further down", "#to-end");
  }

  private void say(String text) {
    page.locator("#text").fill(text);
    page.locator("#text").press("Enter");
  }

  private void reopen() {
    page.locator("parley-chat").evaluate("chat => chat.connection.open()");
    expectOpen();
  }

  private void expectOpen() {
    assertThat(page.locator("#connection")).hasAttribute("data-status", "open");
  }

  private void see(String state, String sign) {
    assertThat(page.locator(sign).first()).isVisible();
    settle(page);
    look.accept(state);
  }

  /** Waits until what moves has come to rest. */
  static void settle(Page page) {
    page.evaluate(
        """
        () => {
          const within = (root) => [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
            shadowRoot ? [...shadowRoot.getAnimations(), ...within(shadowRoot)] : []);
          return Promise.all([...document.getAnimations(), ...within(document)]
            .filter(({ effect }) => effect.getComputedTiming().iterations < Infinity)
            .map(({ finished }) => finished.catch(() => {})));
        }
        """);
  }

  private static void post(Rest rest, Ticket speaker, String text) {
    String path = "api/rooms/" + speaker.roomId() + "/messages";
    String body = "{\"message\":\"" + text + "\"}";
    int status = rest.post(path, body, "Authorization", "Bearer " + speaker.token()).status();
    if (status != 201) {
      throw new AssertionError("answered " + status);
    }
  }
}
