package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.it.OnParley;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How people who look elsewhere hear of messages, if they have asked for it. */
class AlertsIT extends OnParley {

  /** Real ones cannot be seen without a desktop, nor heard; what is asked of the browser can. */
  private static final String LISTEN =
      """
      window.notified = [];
      window.tones = 0;
      const Real = Notification;
      window.Notification = class extends Real {
        constructor(title, options) {
          super(title, options);
          notified.push([title, options.body]);
        }
      };
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        tones++;
        start.apply(this, when);
      };
      """;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void nobodyIsDisturbedWhoHasNotAskedForIt() {
    Visitor ann = listener(List.of("notifications"));
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    lookAway(ann);
    bob.say("Psst");
    assertThat(ann.page()).hasTitle("(1) Room " + ann.roomCode() + " · Parley");
    assertThat(ann.page().evaluate("notified")).isEqualTo(List.of());
    assertThat(ann.page().evaluate("tones")).isEqualTo(0);
    assertThat(icon(ann)).hasAttribute("href", base() + "favicon-unread.svg");

    lookAgain(ann);
    assertThat(ann.page()).hasTitle("Room " + ann.roomCode() + " · Parley");
    assertThat(icon(ann)).hasAttribute("href", base() + "favicon.svg");
  }

  @Test
  void whoHasAskedForItIsToldOfOthersMessagesWhileLookingElsewhere() {
    Visitor ann = listener(List.of("notifications"));
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.button("More").click();
    ann.page().getByLabel("Desktop notifications").check();
    ann.page().getByLabel("Sound for new messages").check();
    assertThat(ann.page().evaluate("tones")).isEqualTo(1); // so that one knows it
    ann.composer().click();
    bob.say("You see it");
    assertThat(ann.othersMessages()).hasCount(1);
    assertThat(ann.page().evaluate("notified")).isEqualTo(List.of());

    lookAway(ann);
    bob.say("Are you there?");
    ann.page().waitForFunction("() => notified.length > 0");
    assertThat(ann.page().evaluate("notified"))
        .isEqualTo(List.of(List.of("Bob", "Are you there?")));
    assertThat(ann.page().evaluate("tones")).isEqualTo(2);

    ann.page().reload();
    ann.expectConnected();
    ann.button("More").click();
    assertThat(ann.page().getByLabel("Desktop notifications")).isChecked();
    assertThat(ann.page().getByLabel("Sound for new messages")).isChecked();
  }

  @Test
  void aBrowserThatRefusesIsExplained() {
    Visitor ann = listener(List.of());
    ann.createRoom(base(), "Ann");
    ann.button("More").click();
    ann.page().getByLabel("Desktop notifications").click();
    assertThat(ann.page().locator("#toast")).containsText("does not allow notifications");
    assertThat(ann.page().getByLabel("Desktop notifications")).not().isChecked();
  }

  private Visitor listener(List<String> permissions) {
    Visitor visitor = visitors.arrive(options -> options.setPermissions(permissions));
    visitor.page().addInitScript(LISTEN);
    return visitor;
  }

  private static Locator icon(Visitor visitor) {
    return visitor.page().locator("link[rel=icon]");
  }

  /** As a browser tells a page that another tab, or another program, is in front. */
  private static void lookAway(Visitor visitor) {
    look(visitor.page(), false);
  }

  private static void lookAgain(Visitor visitor) {
    look(visitor.page(), true);
  }

  private static void look(Page page, boolean here) {
    page.evaluate(
        """
        here => {
          Object.defineProperty(document, 'hidden', { value: !here, configurable: true });
          document.hasFocus = () => here;
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        here);
  }
}
