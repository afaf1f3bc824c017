package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import dev.parley.it.OnParley;
import dev.parley.it.Rest.Ticket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The pictures of the documentation, of the real page. They go to {@code target/screenshots}, and
 * with {@code -Dscreenshots=keep} to {@code docs/screenshots} too.
 */
class ScreenshotsIT extends OnParley {

  private static final Path MADE = Path.of("target", "screenshots");
  private static final Path KEPT = Path.of("docs", "screenshots");
  private static final long BYTES_AT_MOST = 150_000;

  private static final String ORDER =
      """
      <h1>Order 4711</h1>
      <p>Two pallets, Rotterdam to Lisbon. Whoever works on this order is in the room beside it.</p>
      <table>
        <tr><th>Pallet</th><th>Left</th><th>Where it is</th></tr>
        <tr><td>1</td><td>18 November</td><td>Delivered</td></tr>
        <tr><td>2</td><td>20 November</td><td>Customs, Lisbon</td></tr>
      </table>
      """;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void ofEveryView() throws IOException {
    visitors.expectCuts();
    Visitor maya = visitors.arrive(options -> options.setViewportSize(1180, 820));
    maya.open(base());
    maya.name().fill("Maya Lindqvist");
    take(maya.page(), "lobby");

    maya.createRoom(base(), "Maya Lindqvist");
    String link = maya.inviteLink();
    Visitor tomas =
        visitors.arrive(
            options -> options.setViewportSize(1180, 820).setColorScheme(ColorScheme.DARK));
    tomas.joinByLink(link, "Tomás Reyes");
    Visitor[] both = {maya, tomas};
    say(maya, both, "Hi Tomás! Are we ready to show the new checkout?");
    say(tomas, both, "Almost. It is here, ready to click through:");
    say(tomas, both, "https://staging.example.com/checkout?step=2");
    say(maya, both, "Let me ask Priya to try it.");

    // Who comes later has read what was said.
    Visitor priya =
        visitors.arrive(
            options -> options.setViewportSize(390, 780).setHasTouch(true).setIsMobile(true));
    priya.joinByLink(link, "Priya Nair");
    Visitor[] all = {maya, tomas, priya};
    say(priya, all, "The address form feels a lot faster. What if the card is declined?");
    say(
        tomas,
        all,
        "You stay on the page, and what you have typed stays too.\n"
            + "Try the card that ends in 0002, it always fails.");
    say(priya, all, "Works on my phone as well.");
    say(maya, all, "Then let’s show it. Thank you, I’ll send everyone the link.");

    maya.showMembers();
    priya.composer().fill("Shall I tell the support team");
    for (Visitor other : both) {
      assertThat(other.typing()).hasText("Priya Nair is typing…");
    }
    take(maya.page(), "room");
    take(tomas.page(), "room-dark");
    take(priya.page(), "room-phone");

    tomas.page().context().setOffline(true);
    tomas.say("In the tunnel now. If you need me, I’m back at ten.");
    assertThat(tomas.unsentMessages()).hasCount(1);
    assertThat(tomas.banner()).isVisible();
    take(tomas.page(), "room-offline");
  }

  @Test
  void ofTheElementsInAPortal() throws IOException {
    Ticket host = rest.create("Maya Lindqvist");
    Visitor tomas = visitors.arrive().joinByLink(base() + "#" + host.roomId(), "Tomás Reyes");
    Visitor maya = customer(1180, 640);
    Portal.open(maya.page(), base(), "en", ORDER, "parley-chat", host);
    Visitor[] both = {maya, tomas};
    say(tomas, both, "The second pallet of order 4711 is still in customs.");
    say(maya, both, "Thank you. Do they need a paper from us?");
    say(tomas, both, "Only the certificate of origin. I have it.");
    take(maya.page(), "element");

    Visitor phone = customer(390, 780);
    Portal.open(phone.page(), base(), "en", ORDER, "parley-launcher", host);
    phone.page().locator(".launch").click();
    assertThat(phone.messages()).hasCount(3);
    take(phone.page(), "launcher");
  }

  @Test
  void ofArabicAndOfHighContrast() throws IOException {
    Visitor amal = visitors.arrive(options -> options.setViewportSize(1180, 640));
    amal.open(base() + "?lang=ar");
    amal.page().locator("#name").fill("أمل");
    amal.page().locator("#create-button").click();
    amal.expectStatus("open", ".+");
    Visitor sami =
        visitors.arrive(
            options ->
                options
                    .setViewportSize(1180, 640)
                    .setColorScheme(ColorScheme.DARK)
                    .setContrast(Contrast.MORE));
    sami.joinByLink(base() + "#" + amal.roomCode(), "سامي");
    String[] said = {
      "مرحبًا يا سامي، هل وصلت الشحنة؟", "نعم، وصلت صباح اليوم.", "ممتاز، شكرًا لك!"
    };
    for (int i = 0; i < said.length; i++) {
      Visitor speaker = i % 2 == 0 ? amal : sami;
      speaker.page().locator("#text").fill(said[i]);
      speaker.page().locator("#text").press("Enter");
      for (Visitor visitor : new Visitor[] {amal, sami}) {
        assertThat(visitor.page().locator(".message .text").last()).hasText(said[i]);
      }
    }
    amal.page().locator("#show-members").click();
    assertThat(amal.members()).hasCount(2);
    take(amal.page(), "room-arabic");
    sami.showMembers();
    take(sami.page(), "room-contrast");
  }

  private Visitor customer(int width, int height) {
    return visitors.arrive(
        options ->
            options.setViewportSize(width, height).setPermissions(List.of("local-network-access")));
  }

  /** Waits until all have it, so that they all see one order. */
  private static void say(Visitor speaker, Visitor[] all, String text) {
    speaker.say(text);
    for (Visitor visitor : all) {
      assertThat(visitor.messages().last()).hasText(text);
    }
  }

  private static void take(Page page, String name) throws IOException {
    Path picture = MADE.resolve(name + ".png");
    page.evaluate("document.fonts.ready.then(() => {})");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(picture)
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setCaret(ScreenshotCaret.HIDE));
    assertThat(Files.size(picture)).as(picture.toString()).isLessThan(BYTES_AT_MOST);
    if ("keep".equals(System.getProperty("screenshots"))) {
      Files.createDirectories(KEPT);
      Files.copy(picture, KEPT.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
