package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.it.OnParley;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All that can be done, done without a mouse; and what a screen reader is told of it. */
class KeyboardIT extends OnParley {

  private static final int STOPS_AT_MOST = 60;

  /**
   * What has the focus, and whether that can be seen: it has an outline, and nothing lies over it.
   */
  private static final String FOCUS =
      """
      () => {
        let focused = document.activeElement;
        while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        const name = focused.id || focused.className || focused.localName;
        const marked = [focused, focused.closest('.box')].some((node) => {
          const { outlineStyle, outlineWidth } = node ? getComputedStyle(node) : {};
          return node && (outlineStyle === 'auto' || (outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2));
        });
        const { left, top, width, height } = focused.getBoundingClientRect();
        const hit = focused.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
        const uncovered = focused.contains(hit) || hit?.contains(focused) || hit?.closest('.empty'); // through which one sees
        return marked && uncovered ? name : `${name}, not seen`;
      }
      """;

  /** Keeps what is put into live regions, in order. */
  private static final String LISTEN =
      """
      (room) => {
        window.heard = [];
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const place = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
            const region = place?.closest('[role=status], [role=alert]');
            if (region && !place.closest('[aria-hidden]') && region.textContent) heard.push(region.textContent);
          }
        }).observe(room, { childList: true, characterData: true, subtree: true });
      }
      """;

  /** Keeps with each message that comes whether it is announced. */
  private static final String LISTEN_TO_LOG =
      """
      (log) => {
        window.came = [];
        const seen = new WeakSet(); // one that comes with a page comes with itself, too
        new MutationObserver((changes) => {
          for (const { addedNodes } of changes) {
            for (const node of addedNodes) {
              const articles = node.matches?.('article') ? [node] : (node.querySelectorAll?.('article') ?? []);
              for (const article of articles) {
                if (seen.has(article)) continue;
                seen.add(article);
                came.push(`${article.querySelector('.text').textContent}: ${log.getAttribute('aria-live') ?? 'as a log does'}`);
              }
            }
          }
        }).observe(log, { childList: true, subtree: true });
      }
      """;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void aRoomIsCreatedUsedLeftAndJoinedAgain() {
    Visitor ann = visitors.arrive();
    ann.open(base());
    assertThat(ann.name()).isFocused();
    type(ann, "Ann");
    press(ann, "Enter");
    ann.expectConnected();
    assertThat(ann.composer()).isFocused();
    String code = ann.roomCode();
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");

    type(ann, "One line");
    press(ann, "Shift+Enter");
    type(ann, "and another");
    press(ann, "Enter");
    assertThat(bob.messages()).hasText("One line\nand another");
    assertThat(ann.composer()).hasValue("");
    assertThat(ann.composer()).isFocused();
    type(ann, "By the button");
    go(ann, "Tab", "#composer .primary");
    press(ann, "Space");
    assertThat(bob.messages().last()).hasText("By the button");
    assertThat(ann.composer()).isFocused();

    go(ann, "Shift+Tab", "#invite");
    press(ann, "Enter");
    assertThat(ann.page().locator("#toast")).hasText("Invite link copied");
    assertThat(ann.page().evaluate("navigator.clipboard.readText()")).isEqualTo(ann.inviteLink());
    assertThat(ann.page().locator("#invite")).isFocused();
    go(ann, "Shift+Tab", "#copy-code");
    press(ann, "Enter");
    assertThat(ann.page().locator("#toast")).hasText("Room code copied");
    assertThat(ann.page().evaluate("navigator.clipboard.readText()")).isEqualTo(code);

    go(ann, "Tab", "#show-settings");
    press(ann, "Enter");
    assertThat(ann.page().locator("#settings")).isFocused();
    go(ann, "Tab", "#sound");
    press(ann, "Space");
    assertThat(ann.page().locator("#sound")).isChecked();
    press(ann, "Escape");
    assertThat(ann.page().locator("#settings")).isHidden();
    assertThat(ann.page().locator("#show-settings")).isFocused();

    go(ann, "Tab", "#leave");
    press(ann, "Enter");
    ann.expectLobby();
    assertThat(ann.name()).isFocused();
    go(ann, "Tab", "#code");
    type(ann, code);
    press(ann, "Enter");
    ann.expectConnected();
    assertThat(ann.composer()).isFocused();
    assertThat(ann.messages()).hasCount(2);
  }

  @Test
  void aMemberIsRemoved() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.expectMembers(2);
    go(ann, "Shift+Tab", "#show-members");
    press(ann, "Enter");
    assertThat(ann.page().locator("#members")).isFocused();
    go(ann, "Tab", "#member-list button");
    // Who comes meanwhile does not take the focus away.
    Visitor carol = visitors.arrive().joinByLink(ann.inviteLink(), "Carol");
    assertThat(ann.members()).hasCount(3);
    assertThat(ann.button("Remove Bob")).isFocused();

    List<String> questions = new ArrayList<>();
    ann.page()
        .onDialog(
            dialog -> {
              questions.add(dialog.message());
              dialog.accept();
            });
    press(ann, "Enter");
    bob.expectStatus("closed", "Disconnected");
    assertThat(questions)
        .containsExactly("Remove Bob from this room? They cannot come back with the same pass.");
    assertThat(ann.members()).hasText(new String[] {"Ann", "Carol"});
    assertThat(ann.page().locator("#members")).isFocused();
    press(ann, "Escape");
    assertThat(ann.page().locator("#show-members")).isFocused();
    carol.expectMembers(2);
  }

  @Test
  void whatWasNotSentIsSentAgainOrDiscarded() {
    Visitor ann = visitors.arrive();
    Wire wire = Wire.of(ann.page());
    ann.createRoom(base(), "Ann");
    wire.refusePosts("forbidden");
    type(ann, "To be sent again");
    press(ann, "Enter");
    assertThat(ann.failedMessages()).hasCount(1);
    wire.deliverPosts();
    go(ann, "Shift+Tab", ".state button >> text=Retry");
    press(ann, "Enter");
    assertThat(ann.sentMessages()).hasText("To be sent again");
    assertThat(ann.log()).isFocused();

    wire.refusePosts("forbidden");
    go(ann, "Tab", "#text");
    type(ann, "To be discarded");
    press(ann, "Enter");
    assertThat(ann.failedMessages()).hasCount(1);
    go(ann, "Shift+Tab", ".state button >> text=Discard");
    press(ann, "Enter");
    assertThat(ann.messages()).hasText(new String[] {"To be sent again"});
    assertThat(ann.log()).isFocused();
  }

  @Test
  void historyIsReadAndLeftForWhatIsNew() {
    String code = Tour.longRoom(rest);
    Visitor ann = visitors.arrive().joinByLink(base() + "#" + code, "Ann");
    assertThat(ann.messages().last()).isInViewport();
    go(ann, "Shift+Tab", "#messages");
    Locator start = ann.page().locator("[data-past=start]");
    for (int i = 0; i < STOPS_AT_MOST && start.count() == 0; i++) {
      press(ann, "Home");
      assertThat(ann.page().locator("[data-past=loading], [data-past=more]")).hasCount(0);
    }
    press(ann, "Home");
    assertThat(start).isInViewport();
    assertThat(ann.log()).isFocused();
    visitors.arrive().joinByLink(base() + "#" + code, "Bob").say("Something new");
    go(ann, "Tab", "#to-end");
    press(ann, "Enter");
    assertThat(ann.messages().last()).hasText("Something new");
    assertThat(ann.messages().last()).isInViewport();
    assertThat(ann.log()).isFocused();
  }

  @Test
  void everyStopIsSeenAndNoneHoldsTheFocus() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    List<String> emptyRoom = stops(ann);
    assertThat(emptyRoom)
        .containsExactly(
            "copy-code",
            "show-members",
            "invite",
            "show-settings",
            "leave",
            "messages",
            "link",
            "copy-link",
            "text",
            "send");
    ann.page().setViewportSize(320, 640);
    assertThat(stops(ann)).containsExactlyInAnyOrderElementsOf(emptyRoom);
  }

  @Test
  void theLauncherIsOpenedAndClosed() {
    Visitor ann =
        visitors.arrive(
            options ->
                options.setPermissions(
                    List.of("clipboard-read", "clipboard-write", "local-network-access")));
    Portal.open(ann.page(), base(), "en", "parley-launcher", rest.create("Ann"));
    Locator launcher = ann.page().locator(".launch");
    assertThat(ann.button("Open chat")).hasAttribute("aria-expanded", "false");
    go(ann, "Tab", ".launch");
    press(ann, "Enter");
    assertThat(launcher).hasAttribute("aria-expanded", "true");
    assertThat(ann.composer()).isFocused();

    // One key closes one thing.
    go(ann, "Shift+Tab", "#show-settings");
    press(ann, "Enter");
    assertThat(ann.page().locator("#settings")).isFocused();
    press(ann, "Escape");
    assertThat(ann.page().locator("#settings")).isHidden();
    assertThat(ann.page().locator("#show-settings")).isFocused();
    press(ann, "Escape");
    assertThat(ann.composer()).isHidden();
    assertThat(launcher).isFocused();
    assertThat(ann.button("Open chat")).hasAttribute("aria-expanded", "false");

    // It is no trap: the page can be reached while it is open.
    press(ann, "Enter");
    assertThat(ann.composer()).isFocused();
    go(ann, "Shift+Tab", "#orders");
    go(ann, "Tab", ".launch");
    press(ann, "Space");
    assertThat(ann.composer()).isHidden();
    assertThat(launcher).isFocused();
  }

  @Test
  void aScreenReaderIsToldOfNewMessagesAndNotOfOldOnes() {
    String code = Tour.longRoom(rest);
    Visitor ann = visitors.arrive().joinByLink(base() + "#" + code, "Ann");
    assertThat(ann.messages()).hasCount(50);
    assertThat(ann.log()).not().hasAttribute("aria-live", "off");
    ann.log().evaluate(LISTEN_TO_LOG);
    ann.log().evaluate("log => { log.scrollTop = 0; }");
    assertThat(ann.messages()).hasCount(80);
    List<String> old = came(ann);
    assertThat(old).hasSize(30).allMatch(message -> message.endsWith(": off"));

    assertThat(ann.log()).not().hasAttribute("aria-live", "off");
    Visitor bob = visitors.arrive().joinByLink(base() + "#" + code, "Bob");
    bob.say("From Bob");
    assertThat(ann.messages().last()).hasText("From Bob");
    ann.say("From Ann");
    assertThat(ann.sentMessages()).hasText("From Ann");
    assertThat(came(ann).subList(old.size(), old.size() + 2))
        .containsExactly("From Bob: as a log does", "From Ann: as a log does");
    assertThat(came(ann)).hasSize(old.size() + 2);
  }

  @Test
  void aScreenReaderIsToldOnceThatTheConnectionIsLost() {
    Visitor ann = visitors.arrive();
    Wire wire = Wire.of(ann.page());
    ann.createRoom(base(), "Ann");
    ann.page().locator("#room").evaluate(LISTEN);
    wire.cut();
    assertThat(ann.banner()).isVisible();
    go(ann, "Shift+Tab", "#banner-action");
    Locator action = ann.page().locator("#banner-action");
    for (int attempts = 0; attempts < 3; attempts++) {
      press(ann, "Enter");
      assertThat(action).hasAttribute("aria-disabled", "false");
      assertThat(action).isFocused();
    }
    wire.mend();
    press(ann, "Enter");
    ann.expectConnected();
    assertThat(ann.banner()).isHidden();
    assertThat(ann.composer()).isFocused();
    assertThat((List<?>) ann.page().evaluate("heard"))
        .isEqualTo(
            List.of(
                "Reconnecting",
                "The connection was lost. What you write is kept here and sent once you are back.",
                "Connected"));
  }

  /** Where Tab stops, all around the page. */
  private static List<String> stops(Visitor visitor) {
    Page page = visitor.page();
    go(visitor, "Shift+Tab", "#copy-code");
    List<String> stops = new ArrayList<>();
    do {
      stops.add(focus(visitor));
      page.keyboard().press("Tab");
    } while (!focus(visitor).startsWith("body")
        && !focus(visitor).equals(stops.get(0))
        && stops.size() < STOPS_AT_MOST);
    return stops;
  }

  /** Presses a key until the goal has the focus, which is seen at each stop. */
  private static void go(Visitor visitor, String key, String goal) {
    Locator place = visitor.page().locator(goal).first();
    place.waitFor();
    List<String> stops = new ArrayList<>();
    while (!(boolean) place.evaluate("node => node.matches(':focus')")) {
      assertThat(stops).as("on the way to " + goal).hasSizeLessThan(STOPS_AT_MOST);
      visitor.page().keyboard().press(key);
      stops.add(focus(visitor));
    }
    assertThat(stops).as("on the way to " + goal).noneMatch(stop -> stop.endsWith("not seen"));
  }

  private static String focus(Visitor visitor) {
    return (String) visitor.page().evaluate(FOCUS);
  }

  private static void press(Visitor visitor, String key) {
    visitor.page().keyboard().press(key);
  }

  private static void type(Visitor visitor, String text) {
    visitor.page().keyboard().type(text);
  }

  @SuppressWarnings("unchecked")
  private static List<String> came(Visitor visitor) {
    return (List<String>) visitor.page().evaluate("came");
  }
}
