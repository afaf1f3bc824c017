package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.it.OnParley;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.browser.Portal.Chat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The element, in pages that are none of ours and as strict as they can be. */
class ParleyChatIT extends OnParley {

  private static final String TAG =
      "<parley-chat id=\"%s\" room=\"%s\" token=\"%s\"></parley-chat>";

  /** What is in one's own sheets, or in those of the sources, and not in the other. */
  private static final String STYLES_THAT_DIFFER =
      """
      ([chat, sources]) => {
        const shorthands = 'border border-radius flex font gap grid-area inset-inline margin outline padding padding-block padding-inline'.split(' ');
        const same = (value) => value.replace(/\\s+/g, '').replace(/\\b0\\./g, '.').replace(/(\\d+)ms/g, (_, n) => `${n / 1000}s`.replace(/^0/, ''));
        const declarations = (where, { style }) =>
          [...new Set([...style, ...shorthands])].map((name) => `${where} ${name}: ${same(style.getPropertyValue(name))} ${style.getPropertyPriority(name)}`);
        const flat = (rules, where) => [...rules].flatMap((rule) => {
          const names = (rule.selectorText ?? rule.keyText ?? '').split(/,(?![^(]*\\))/).map((name) => `${where} ${name.trim()}`);
          const own = rule.style ? names.flatMap((name) => declarations(name, rule)) : [];
          return [...own, ...flat(rule.cssRules ?? [], `${where} ${rule.selectorText ?? rule.conditionText ?? rule.name ?? ''}`)];
        });
        const all = (sheets) => new Set(sheets.flatMap((sheet) => flat(sheet.cssRules, '')));
        const parsed = (css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css.replace(/(-?[\\d.]+)rem/g, 'calc($1*var(--parley-rem,1rem))'));
          return sheet;
        };
        const [served, written] = [all(chat.shadowRoot.adoptedStyleSheets), all(sources.map(parsed))];
        if (written.size < 500) return ['only ' + written.size];
        return [...[...served].filter((one) => !written.has(one)), ...[...written].filter((one) => !served.has(one))];
      }
      """;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void oneTagIsARoom() {
    Ticket ann = rest.create("Ann");
    Portal portal = show(tag("chat", ann));
    Chat chat = portal.chat("#chat");
    chat.expectConnected();
    Visitor bob = visitors.arrive().joinByLink(base() + "#" + ann.roomId(), "Bob");

    chat.say("Hello from the portal");
    assertThat(bob.othersMessages()).hasText("Hello from the portal");
    bob.say("Hello from the page");
    assertThat(chat.messages())
        .hasText(new String[] {"Hello from the portal", "Hello from the page"});
    assertThat(portal.page().locator("#room-code")).hasText(ann.roomId());
    assertThat(portal.page()).hasTitle("Portal");
  }

  @Test
  void itsMinifiedStylesAreThoseOfTheSources() throws IOException {
    Portal portal = show(tag("chat", rest.create("Ann")));
    portal.chat("#chat").expectConnected();
    List<String> sources = new ArrayList<>();
    for (String module : List.of("theme.js", "room-styles.js", "panel-styles.js")) {
      String source = Files.readString(Path.of("src/main/webapp/client/chat", module));
      sources.add(source.substring(source.indexOf('`') + 1, source.lastIndexOf('`')));
    }

    Object chat = portal.page().querySelector("#chat");
    assertThat((List<?>) portal.page().evaluate(STYLES_THAT_DIFFER, List.of(chat, sources)))
        .isEmpty();
  }

  @Test
  void tenRoomsAreOnOnePage() {
    List<Ticket> tickets = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      tickets.add(rest.create("Ann " + i));
      body.append(tag("chat" + i, tickets.get(i))).append('\n');
    }
    Portal portal = show(body.toString());
    for (int i = 0; i < 10; i++) {
      portal.chat("#chat" + i).expectConnected();
    }
    for (int i = 0; i < 10; i++) {
      portal.chat("#chat" + i).say("To room " + i);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(portal.chat("#chat" + i).messages()).hasText("To room " + i);
      assertThat(rest.messages(tickets.get(i))).containsExactly("To room " + i);
    }
  }

  @Test
  void takenOutItClosesAndPutInAgainItResumes() {
    Ticket ann = rest.create("Ann");
    Portal portal =
        show("<div id=\"place\">" + tag("chat", ann) + "</div><div id=\"other\"></div>");
    Page page = portal.page();
    List<String> sockets = new ArrayList<>();
    Chat chat = portal.chat("#chat");
    chat.expectConnected();
    Visitor bob = visitors.arrive().joinByLink(base() + "#" + ann.roomId(), "Bob");
    chat.say("One");
    chat.composer().fill("A draft");
    assertThat(bob.othersMessages()).hasText("One");
    page.onWebSocket(socket -> sockets.add(socket.url()));

    // Moved, it stays as it is.
    page.evaluate("other.append(chat)");
    bob.say("Two");
    assertThat(chat.messages()).hasText(new String[] {"One", "Two"});
    assertThat(sockets).isEmpty();

    page.evaluate("window.kept = chat; chat.remove()");
    bob.expectMembers(1);
    bob.say("Three");
    bob.expectMessages(List.of("One", "Two", "Three"));
    page.evaluate("place.append(kept)");
    chat.expectConnected();
    assertThat(chat.messages()).hasText(new String[] {"One", "Two", "Three"});
    assertThat(chat.composer()).hasValue("A draft");
    bob.expectMembers(2);
    assertThat(sockets).hasSize(1);
  }

  @Test
  void propertiesThatAreSetBeforeItIsDefinedCount() {
    Ticket ann = rest.create("Ann");
    Visitor visitor = visitors.arrive();
    visitor
        .page()
        .addInitScript(
            """
            new MutationObserver((_, observer) => {
              const chat = document.getElementById('chat');
              if (!chat || customElements.get('parley-chat')) return;
              observer.disconnect();
              chat.token = () => Promise.resolve('%s');
            }).observe(document, { childList: true, subtree: true });
            """
                .formatted(ann.token()));
    Portal portal = Portal.show(visitor, base(), "<parley-chat id=\"chat\"></parley-chat>");

    Chat chat = portal.chat("#chat");
    chat.expectConnected();
    assertThat(portal.page().locator("#room-code")).hasText(ann.roomId());
    assertThat(portal.page().evaluate("chat.room")).isEqualTo(ann.roomId());
    assertThat((String) portal.page().evaluate("chat.outerHTML")).doesNotContain(ann.token());
  }

  @Test
  void itTellsWhatHappensAndDoesWhatItIsTold() {
    Ticket ann = rest.create("Ann");
    Portal portal = show("<parley-chat id=\"chat\"></parley-chat>");
    Page page = portal.page();
    page.evaluate(
        """
        token => {
          window.told = [];
          for (const type of ['status', 'message', 'unread', 'error', 'leave'])
            document.addEventListener(`parley-${type}`, ({ detail }) => told.push([type, detail]));
          document.addEventListener('parley-leave', (event) => window.stays && event.preventDefault());
          chat.token = token;
        }
        """,
        ann.token());
    portal.chat("#chat").expectConnected();
    Visitor bob = visitors.arrive().joinByLink(base() + "#" + ann.roomId(), "Bob");

    assertThat(page.evaluate("'post' in chat.post('By script')")).isEqualTo(true);
    assertThat(page.evaluate("chat.post('   ').refused")).isEqualTo("blank");
    assertThat(bob.othersMessages()).hasText("By script");
    bob.say("Heard");
    assertThat(portal.chat("#chat").messages()).hasText(new String[] {"By script", "Heard"});
    assertThat(
            page.evaluate(
                "told.filter(([type]) => type === 'message').map(([, it]) => [it.name, it.message, it.own])"))
        .isEqualTo(List.of(List.of("Ann", "By script", true), List.of("Bob", "Heard", false)));
    assertThat(
            page.evaluate("told.filter(([type]) => type === 'status').map(([, it]) => it.status)"))
        .isEqualTo(List.of("connecting", "open"));
    page.evaluate("chat.focus()");
    assertThat(portal.chat("#chat").composer()).isFocused();

    // Out of sight, what comes is unread.
    page.evaluate("chat.hidden = true");
    bob.say("Are you there?");
    page.waitForFunction("() => chat.unread === 1");
    page.evaluate("chat.hidden = false");
    page.waitForFunction("() => chat.unread === 0");
    assertThat(
            page.evaluate("told.filter(([type]) => type === 'unread').map(([, it]) => it.count)"))
        .isEqualTo(List.of(1, 0));

    page.evaluate("window.stays = true");
    page.getByLabel("Leave room").click();
    portal.chat("#chat").expectConnected();
    page.evaluate("window.stays = false");
    page.getByLabel("Leave room").click();
    assertThat(page.locator("#connection")).hasAttribute("data-status", "closed");
    assertThat(page.evaluate("chat.post('Too late').refused")).isEqualTo("closed");
    assertThat(page.evaluate("told.filter(([type]) => type === 'error')")).isEqualTo(List.of());
  }

  @Test
  void aTokenThatIsNoneIsExplained() {
    visitors.expectComplaint("status of 401");
    Portal portal =
        show("<parley-chat id=\"chat\" room=\"abcd-efgh-ijkl\" token=\"nonsense\"></parley-chat>");
    assertThat(portal.page().locator("#banner"))
        .containsText("The server no longer accepts your pass to this room.");
  }

  @Test
  void aPageMayChangeHowItLooksAndWhatStandsInIt() {
    Ticket ann = rest.create("Ann");
    Portal portal =
        show(
            """
            <parley-chat id="chat" theme="dark" token="%s">
              <span slot="title">Team room</span>
              <p slot="empty">Nobody has said anything</p>
            </parley-chat>
            """
                .formatted(ann.token()));
    Page page = portal.page();
    portal.chat("#chat").expectConnected();
    assertThat(page.locator("#chat >> text=Team room")).isVisible();
    assertThat(page.locator("#chat >> text=Nobody has said anything")).isVisible();
    assertThat(page.locator("#room-code")).isHidden();

    Locator send = page.getByLabel("Send");
    assertThat(send).hasCSS("background-color", "rgb(74, 99, 220)");
    page.evaluate(
        """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('parley-chat { --parley-accent: rgb(0, 100, 0); } parley-chat::part(leave) { display: none; }');
          document.adoptedStyleSheets = [sheet];
        }
        """);
    assertThat(send).hasCSS("background-color", "rgb(0, 100, 0)");
    assertThat(page.locator("#leave")).isHidden();
    // Nothing of it reaches the page, and nothing of the page's reaches it.
    assertThat(page.locator("h1")).not().hasCSS("margin-top", "0px");
    assertThat(
            page.evaluate(
                "getComputedStyle(document.documentElement).getPropertyValue('--accent')"))
        .isEqualTo("");
  }

  @Test
  void theLauncherCountsWhileItIsClosedAndIsAsItWasOnTheNextPage() {
    Ticket ann = rest.create("Ann");
    Portal portal =
        show(
            "<parley-launcher id=\"launcher\" token=\"%s\"></parley-launcher>"
                .formatted(ann.token()));
    Page page = portal.page();
    page.waitForFunction("() => launcher.chat.connection?.status.status === 'open'");
    Visitor bob = visitors.arrive().joinByLink(base() + "#" + ann.roomId(), "Bob");
    bob.say("One");
    bob.say("Two");
    Locator button = page.getByLabel("Open chat, 2 unread messages");
    assertThat(button).isVisible();
    assertThat(page.locator("#launcher .unread")).hasText("2");
    assertThat(page.locator("#room")).isHidden();

    // Its chat's parts are its own.
    page.evaluate(
        """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('parley-launcher::part(leave) { display: none; }');
          document.adoptedStyleSheets = [sheet];
        }
        """);

    button.click();
    assertThat(page.locator("#show-members")).isVisible();
    assertThat(page.locator("#leave")).isHidden();
    Chat chat = portal.chat("#launcher");
    assertThat(chat.messages()).hasText(new String[] {"One", "Two"});
    assertThat(chat.composer()).isFocused();
    assertThat(page.locator("#launcher .unread")).isHidden();
    chat.say("Three");
    assertThat(bob.othersMessages()).hasText("Three");

    page.reload();
    assertThat(page.locator("#room")).isVisible();
    assertThat(portal.chat("#launcher").messages()).hasText(new String[] {"One", "Two", "Three"});
    page.locator("#launcher #text").press("Escape");
    assertThat(page.locator("#room")).isHidden();
    assertThat(page.getByLabel("Open chat")).isFocused();
    page.reload();
    assertThat(page.getByLabel("Open chat")).isVisible();
    assertThat(page.locator("#room")).isHidden();
  }

  private Portal show(String body) {
    return Portal.show(visitors.arrive(), base(), "<h1>Portal</h1>" + body);
  }

  private static String tag(String id, Ticket ticket) {
    return TAG.formatted(id, ticket.roomId(), ticket.token());
  }
}
