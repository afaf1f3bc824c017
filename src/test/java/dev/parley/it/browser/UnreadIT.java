package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.parley.it.OnParley;
import dev.parley.it.Rest.Ticket;
import java.net.URI;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What came while nobody looked, and how one finds it. */
class UnreadIT extends OnParley {

  private static final ZoneId ZONE = ZoneId.of("Europe/Lisbon");

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void whatComesWhileThePageIsHiddenIsCountedAndStandsBelowALine() {
    Visitor ann = visitors.arrive();
    Speakers speakers = new Speakers(rest, ann.createRoom(base(), "Ann"));
    speakers.say("Seen at once");
    assertThat(ann.messages()).hasCount(1);
    assertThat(ann.page()).hasTitle(Pattern.compile("^Room"));

    Visitor elsewhere = ann.duplicateTab();
    elsewhere.expectConnected();
    hide(ann, true);
    speakers.say("New", 2);
    elsewhere.say("By Ann herself");
    speakers.say("New 3");
    assertThat(ann.page()).hasTitle(Pattern.compile("^\\(3\\) Room"));
    assertThat(ann.messages()).hasCount(5);
    assertThat(unread(ann)).isEqualTo(3);

    hide(ann, false);
    assertThat(ann.page()).hasTitle(Pattern.compile("^Room"));
    assertThat(belowLine(ann)).hasText("New 1");
    speakers.say("Not so new");
    assertThat(ann.messages()).hasCount(6);
    assertThat(belowLine(ann)).hasText("New 1");
    assertThat(unread(ann)).isEqualTo(0);

    hide(ann, true);
    assertThat(line(ann)).hasCount(0);
    speakers.say("Newer");
    assertThat(belowLine(ann)).hasText("Newer");
    hide(ann, false);
    assertThat(ann.page()).hasTitle(Pattern.compile("^Room"));
    ann.say("I see");
    assertThat(line(ann)).hasCount(0);
  }

  @Test
  void whoComesBackToMoreThanFitsBeginsWithTheFirstNewOne() {
    Visitor ann = visitors.arrive();
    Speakers speakers = new Speakers(rest, ann.createRoom(base(), "Ann"));
    speakers.say("Old", 15);
    assertThat(ann.messages()).hasCount(15);
    hide(ann, true);
    speakers.say("New", 40);
    assertThat(ann.page()).hasTitle(Pattern.compile("^\\(40\\) Room"));

    hide(ann, false);
    assertThat(line(ann)).isInViewport();
    assertThat(belowLine(ann)).hasText("New 1");
    assertThat(ann.messages().last()).not().isInViewport();
    assertThat(toEnd(ann)).hasText("40 new messages");
    speakers.say("New 41");
    assertThat(toEnd(ann)).hasText("41 new messages");
    assertThat(line(ann)).isInViewport();

    // The same for who has not been on the page meanwhile.
    ann.page().reload();
    assertThat(line(ann)).isInViewport();
    assertThat(belowLine(ann)).hasText("New 1");
    assertThat(ann.page()).hasTitle(Pattern.compile("^\\(41\\) Room"));

    toEnd(ann).click();
    assertThat(ann.messages().last()).isInViewport();
    assertThat(ann.page()).hasTitle(Pattern.compile("^Room"));
    assertThat(toEnd(ann)).isHidden();
    assertThat(line(ann)).hasCount(1);
    ann.page().reload();
    assertThat(ann.messages().last()).isInViewport();
    assertThat(line(ann)).hasCount(0);
  }

  @Test
  void whoHasGoneUpIsNotTornAway() {
    Visitor ann = visitors.arrive();
    Speakers speakers = moreThanFits(ann);
    assertThat(toEnd(ann)).isHidden();

    Locator read = ann.messages().nth(3);
    read.evaluate("message => message.scrollIntoView({ block: 'start' })");
    assertThat(toEnd(ann)).isVisible();
    assertThat(toEnd(ann)).hasText("Jump to latest");
    double top = topOf(read);
    speakers.say("New", 2);
    assertThat(toEnd(ann)).hasText("2 new messages");
    assertThat(ann.page()).hasTitle(Pattern.compile("^\\(2\\) Room"));
    ann.composer().fill("One\ntwo\nthree\nfour");
    assertThat(topOf(read)).isCloseTo(top, Offset.offset(1.0));
    ann.page().setViewportSize(420, 600);
    read.evaluate("() => new Promise(requestAnimationFrame)");
    double below = ann.log().boundingBox().y;
    assertThat(topOf(read)).as("it is still read").isBetween(below - 1, below + 40);
    ann.page().setViewportSize(1280, 720);
    assertThat(read).isInViewport();

    toEnd(ann).click();
    assertThat(ann.messages().last()).isInViewport();
    assertThat(ann.page()).hasTitle(Pattern.compile("^Room"));
    assertThat(belowLine(ann)).hasText("New 1");
    ann.composer().fill("One\ntwo\nthree\nfour\nfive\nsix");
    assertThat(ann.messages().last()).isInViewport();
  }

  /** It has come, but no frame has shown it yet. */
  @Test
  void whatComesAsOneGoesUpIsNotSeen() {
    Visitor ann = visitors.arrive();
    Speakers speakers = moreThanFits(ann);
    ann.messages()
        .nth(3)
        .evaluate(
            """
            (message) => {
              const goUp = () => message.scrollIntoView({ block: 'start' });
              document.querySelector('parley-chat').addEventListener('parley-message', goUp, { once: true });
            }
            """);
    speakers.say("New", 2);
    assertThat(toEnd(ann)).isVisible();
    assertThat(toEnd(ann)).hasText("2 new messages");
    assertThat(belowLine(ann)).hasText("New 1");
    assertThat(ann.messages().nth(3)).isInViewport();
  }

  @Test
  void aClosedLauncherCountsFromOnePageToTheNext() {
    String code = rest.create("Host").roomId();
    Speakers speakers = new Speakers(rest, code);
    speakers.say("Before Ann came");
    Visitor ann = visitors.arrive();
    Ticket ticket = rest.join("Ann", code);
    portal(ann, "parley-launcher", ticket, "0");
    Locator button = ann.page().locator(".launch");
    assertThat(button).hasAttribute("aria-label", "Open chat");
    ann.page().waitForFunction("() => localStorage['parley.seen']");
    speakers.say("New", 2);
    assertThat(button).hasAttribute("aria-label", "Open chat, 2 unread messages");

    portal(ann, "parley-launcher", ticket, "0");
    assertThat(button).hasAttribute("aria-label", "Open chat, 2 unread messages");
    speakers.say("New 3");
    assertThat(button).hasAttribute("aria-label", "Open chat, 3 unread messages");
    button.click();
    assertThat(belowLine(ann)).hasText("New 1");
    assertThat(ann.messages().last()).isInViewport();
    assertThat(ann.page().locator(".unread")).isHidden();
    button.click();
    assertThat(button).hasAttribute("aria-label", "Open chat");
    assertThat(line(ann)).hasCount(0);
    speakers.say("New 4");
    assertThat(button).hasAttribute("aria-label", "Open chat, 1 unread message");

    portal(ann, "parley-launcher", ticket, "0");
    assertThat(button).hasAttribute("aria-label", "Open chat, 1 unread message");
  }

  @Test
  void anElementThatIsScrolledOutOfSightIsNotRead() {
    String code = rest.create("Host").roomId();
    Visitor ann = visitors.arrive();
    // As where a browser is told to keep nothing.
    ann.page()
        .addInitScript(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException() } })");
    portal(ann, "parley-chat", rest.join("Ann", code), "300vh");
    ann.expectConnected();
    Speakers speakers = new Speakers(rest, code);
    speakers.say("New", 2);
    assertThat(ann.messages()).hasCount(2);
    assertThat(unread(ann)).isEqualTo(2);

    ann.page().evaluate("scrollTo(0, document.body.scrollHeight)");
    ann.page().waitForFunction("() => document.querySelector('parley-chat').unread === 0");
    assertThat(belowLine(ann)).hasText("New 1");
    ann.page().evaluate("scrollTo(0, 0)");
    assertThat(line(ann)).hasCount(0);
    speakers.say("New 3");
    ann.page().waitForFunction("() => document.querySelector('parley-chat').unread === 1");
  }

  @Test
  void atMidnightTodayBecomesYesterday() {
    Visitor ann = visitors.arrive();
    Speakers speakers = new Speakers(rest, ann.createRoom(base(), "Ann"));
    Instant said = Instant.parse(speakers.say("Good night").get("timestamp").asText());
    Instant late = said.atZone(ZONE).with(LocalTime.of(23, 59, 45)).toInstant();
    ann.page()
        .clock()
        .install(new com.microsoft.playwright.Clock.InstallOptions().setTime(Date.from(late)));
    ann.page().reload();
    assertThat(ann.messages()).hasText("Good night");
    ann.expectConnected();
    Locator days = ann.log().locator(".day");
    assertThat(days).hasCount(0);

    ann.page().clock().fastForward(20_000);
    assertThat(days).hasText("Yesterday");
    ann.say("Still up");
    assertThat(ann.messages()).hasCount(2);
  }

  /** Another page with nothing but this element of a room, below so much of something else. */
  private static void portal(Visitor visitor, String tag, Ticket ticket, String above) {
    String address = base().resolve("portal").toString();
    String page = "<!DOCTYPE html><html lang=\"en\"><title>Portal</title><body></body></html>";
    visitor
        .page()
        .route(
            address,
            route ->
                route.fulfill(
                    new Route.FulfillOptions().setContentType("text/html").setBody(page)));
    visitor.open(address);
    visitor
        .page()
        .evaluate(
            """
            async ([tag, room, token, above]) => {
              await import(new URL('client/parley-launcher.js', location.href));
              document.body.style.paddingTop = above;
              const element = document.createElement(tag);
              Object.assign(element, { room, token });
              document.body.append(element);
            }
            """,
            List.of(tag, ticket.roomId(), ticket.token(), above));
  }

  /** In a room of hers, read to the end. */
  private Speakers moreThanFits(Visitor ann) {
    Speakers speakers = new Speakers(rest, ann.createRoom(base(), "Ann"));
    speakers.say("Number", 45);
    assertThat(ann.messages()).hasCount(45);
    assertThat(ann.messages().last()).isInViewport();
    return speakers;
  }

  /** What a browser does when another tab is chosen. */
  private static void hide(Visitor visitor, boolean hidden) {
    visitor
        .page()
        .evaluate(
            """
            (hidden) => {
              Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """,
            hidden);
  }

  private static int unread(Visitor visitor) {
    return (int) visitor.page().evaluate("document.querySelector('parley-chat').unread");
  }

  private static Locator toEnd(Visitor visitor) {
    return visitor.page().locator("#to-end");
  }

  private static Locator line(Visitor visitor) {
    return visitor.log().getByText("New messages");
  }

  /** The message that the line stands above. */
  private static Locator belowLine(Visitor visitor) {
    return visitor.log().locator(".group:has(> .new) .text");
  }

  private static double topOf(Locator message) {
    return ((Number) message.evaluate("message => message.getBoundingClientRect().top"))
        .doubleValue();
  }
}
