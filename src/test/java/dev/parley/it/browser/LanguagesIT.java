package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.parley.it.OnParley;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each language, in every state and on every width: complete, and nothing cut off or on top of each
 * other.
 */
class LanguagesIT extends OnParley {

  private static final List<Integer> WIDTHS = List.of(320, 390, 768, 1280);
  private static final int HEIGHT = 760;

  /** Words that are English and have a translation. What people have written is their own. */
  private static final String ENGLISH_LEFT =
      """
      async (lang) => {
        const text = async (folder, tag) => (await fetch(`${folder}/${tag}.json`)).json();
        const folders = ['client/lang', 'client/page/lang'];
        const forms = (words) => (typeof words === 'string' ? [words] : Object.values(words));
        const pattern = (words) => words.split(/\\{\\w+\\}/).map(RegExp.escape ?? ((s) => s.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&'))).join('.+');
        if (!window.english) {
          window.english = [];
          for (const folder of folders) {
            const [words, own] = [await text(folder, 'en'), await text(folder, lang)];
            for (const key of Object.keys(words)) {
              const translated = forms(own[key] ?? {});
              for (const form of forms(words[key])) if (!translated.includes(form)) english.push(new RegExp(`^${pattern(form)}$`));
            }
          }
        }
        const deep = (root) => [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? deep(node.shadowRoot) : [])]);
        const said = [document.title];
        for (const node of deep(document)) {
          if (!node.checkVisibility() || node.matches('.text, bdi, .code, script, style')) continue;
          for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) said.push(child.data.trim());
          for (const name of ['aria-label', 'title', 'placeholder']) said.push(node.getAttribute(name) ?? '');
        }
        return said.filter((words) => english.some((one) => one.test(words)));
      }
      """;

  /**
   * What does not fit: goes beyond the screen, is wider than its place, covers something, or lies
   * under it.
   */
  private static final String MISFITS =
      """
      () => {
        const misfits = [];
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) misfits.push(`the page is ${scrollWidth} wide`);
        const deep = (root) => [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? deep(node.shadowRoot) : [])]);
        const nameOf = (node) => `${node.localName}#${node.id}.${node.getAttribute('class')} "${node.textContent.slice(0, 30)}"`;
        const hidden = (node) => getComputedStyle(node).clipPath !== 'none';
        const seen = deep(document.body).filter((node) => node.checkVisibility({ visibilityProperty: true }) && !hidden(node));
        for (const node of seen) {
          const { textOverflow } = getComputedStyle(node);
          const box = node.getBoundingClientRect();
          if (node.matches('button, label, h1, h2, h3, p, span, bdi, time, header, li, a, div, section, form') && !node.matches('.visually-hidden *')) {
            if (node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1 && textOverflow !== 'ellipsis') misfits.push(`wider than its place: ${nameOf(node)}`);
          }
          if (node.matches('button, input, textarea, a, .toast') && (box.left < -0.5 || box.right > innerWidth + 0.5)) misfits.push(`off the screen: ${nameOf(node)}`);
          if (node.matches('.bar button, .banner button, .composer button, textarea') && box.bottom < innerHeight) {
            const covering = node.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            if (!node.contains(covering) && !covering?.matches('.members, .members *, .settings, .settings *, .toast')) misfits.push(`covered: ${nameOf(node)}`);
          }
          if (node.matches('.bar, .identity, .actions, .banner, .box, .below, .state, .members header, .members li, .card, .with-button, .lobby')) {
            const parts = [...node.children].filter((part) => part.checkVisibility({ visibilityProperty: true }) && !hidden(part)).map((part) => [part, part.getBoundingClientRect()]);
            for (const [i, [part, a]] of parts.entries()) {
              for (const [other, b] of parts.slice(i + 1)) {
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 1 && down > 1) misfits.push(`on top of each other: ${nameOf(part)}, ${nameOf(other)}`);
              }
            }
          }
        }
        return misfits;
      }
      """;

  private static String longRoom;

  @RegisterExtension final Visitors visitors = new Visitors();

  private final List<String> faults = new ArrayList<>();

  private static URI base() {
    return BASE;
  }

  @BeforeAll
  static void talk() {
    longRoom = Tour.longRoom(new Rest(BASE));
  }

  /** The two that need the most room, and the other direction. */
  @ParameterizedTest
  @ValueSource(strings = {"de", "ar"})
  void thePageFitsEveryWidthAndTextTwiceAsLarge(String lang) {
    Visitor visitor = visitor();
    Page page = visitor.page();
    tour(
            visitor,
            state -> {
              expectNoEnglish(page, lang, state);
              for (int width : WIDTHS) {
                expectFit(page, width, state);
              }
              zoom(page, "200%");
              expectFit(page, 1280, state + ", text twice as large");
              expectFit(page, 640, state + ", text twice as large");
              zoom(page, "");
            })
        .ofThePage(base(), "?lang=" + lang, longRoom);
    assertThat(faults).isEmpty();
    assertThat(page.locator("html")).hasAttribute("lang", lang);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "fr", "zh"})
  void thePageFitsAPhoneInEveryLanguage(String lang) {
    Visitor visitor = visitor();
    visitor.page().setViewportSize(320, HEIGHT);
    tour(
            visitor,
            state -> {
              expectNoEnglish(visitor.page(), lang, state);
              expectFit(visitor.page(), 320, state);
            })
        .ofThePage(base(), "?lang=" + lang, longRoom);
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "en, ltr, Write a message",
    "de, ltr, Nachricht schreiben",
    "es, ltr, Escriba un mensaje",
    "fr, ltr, Écrire un message",
    "zh, ltr, 输入消息",
    "ar, rtl, كتابة رسالة"
  })
  void theElementSpeaksThePagesLanguage(String lang, String direction, String write) {
    Visitor visitor = visitor();
    Page page = visitor.page();
    Ticket ticket = rest.create("Maya");
    Portal.open(page, base(), lang, "parley-chat", ticket);
    // Where the page does not say of which region it is, the browser does.
    String expected = lang.equals("en") ? "en-GB" : lang;
    assertThat(page.locator("#room")).hasAttribute("lang", expected);
    assertThat(page.locator("#room")).hasAttribute("dir", direction);
    assertThat(page.locator("#text")).hasAttribute("placeholder", write);
    assertThat(page.locator("#empty")).isVisible();
    expectNoEnglish(page, lang, "the element");
    for (int width : WIDTHS) {
      expectFit(page, width, "the element");
    }
    Portal.open(page, base(), lang, "parley-launcher", ticket);
    page.locator(".launch").click();
    assertThat(page.locator("#empty")).isVisible();
    expectNoEnglish(page, lang, "the launcher");
    for (int width : WIDTHS) {
      expectFit(page, width, "the launcher");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void theElementFitsASidebarInEveryState() {
    Visitor visitor = visitor();
    visitor.page().setViewportSize(332, HEIGHT);
    tour(
            visitor,
            state -> {
              expectNoEnglish(visitor.page(), "de", state);
              expectFit(visitor.page(), 332, state);
            })
        .ofTheElement(base(), "de", longRoom);
    assertThat(faults).isEmpty();
  }

  @Test
  void anElementsOwnLanguageGoesBeforeThePages() {
    Visitor visitor = visitor();
    Portal.open(visitor.page(), base(), "de", "parley-chat", rest.create("Maya"));
    assertThat(visitor.page().locator("#room")).hasAttribute("lang", "de");
    assertThat(visitor.connection()).hasAttribute("data-status", "open");
    visitor.page().locator("parley-chat").evaluate("chat => chat.setAttribute('lang', 'ar')");
    assertThat(visitor.page().locator("#room")).hasAttribute("dir", "rtl");
    assertThat(visitor.page().locator("#room")).hasAttribute("lang", "ar");
    // A browser complains of a socket that is closed while it is opened.
    assertThat(visitor.connection()).hasAttribute("data-status", "open");
  }

  @ParameterizedTest
  @CsvSource({
    "en-US, en-US, Create a room, '\\d{1,2}:\\d{2}\\s[AP]M'",
    "en-GB, en-GB, Create a room, '\\d{1,2}:\\d{2}'",
    "de-AT, de-AT, Raum erstellen, '\\d{1,2}:\\d{2}'",
    "fr-CA, fr-CA, Créer un salon, '\\d{1,2} h \\d{2}'",
    "ar-EG, ar-EG, إنشاء غرفة, '[٠-٩]{1,2}:[٠-٩]{2} [صم]'",
    "pt-BR, en, Create a room, '\\d{1,2}:\\d{2}\\s[AP]M'"
  })
  void withoutAnythingElseItIsTheBrowsersLanguage(
      String locale, String lang, String create, String time) {
    Visitor visitor = visitors.arrive(options -> options.setLocale(locale));
    visitor.open(base());
    assertThat(visitor.page().locator("html")).hasAttribute("lang", lang);
    visitor.page().locator("#name").fill("Maya");
    visitor.button(create).click();
    visitor.page().locator("#text").fill("?");
    visitor.page().locator("#text").press("Enter");
    assertThat(visitor.page().locator("time")).hasText(Pattern.compile("^" + time + "$"));
  }

  @Test
  void fromRightToLeftAllIsMirrored() {
    Visitor visitor = visitor();
    Page page = visitor.page();
    page.setViewportSize(1280, HEIGHT);
    Ticket host = rest.create("Maya");
    Visitor other = visitors.arrive().joinByLink(base() + "#" + host.roomId(), "Bob");
    other.say("Hello");
    visitor.open(base() + "?lang=ar#" + host.roomId());
    page.locator("#name").fill("Ann");
    page.locator("#accept-button").click();
    page.locator("#text").fill("Hi");
    page.locator("#text").press("Enter");
    assertThat(page.locator(".own .text")).isVisible();

    double middle = middle(page.locator("#messages"));
    assertThat(middle(page.locator(".own .text"))).as("what one said oneself").isLessThan(middle);
    Locator others = page.locator(".group:not(.own)");
    assertThat(middle(others.locator(".text"))).as("what others said").isGreaterThan(middle);
    assertThat(middle(others.locator(".avatar"))).isGreaterThan(middle(others.locator(".text")));
    assertThat(middle(page.locator("#room-title"))).isGreaterThan(middle(page.locator("#leave")));
    assertThat(middle(page.locator("#composer .primary")))
        .isLessThan(middle(page.locator("#text")));
    Locator icon = page.locator("#leave .icon");
    assertThat(icon).hasCSS("scale", "-1 1");
    page.locator("#show-members").click();
    assertThat(middle(page.locator("#members"))).isLessThan(middle);
    assertThat(page.locator("#text")).hasCSS("direction", "rtl");
  }

  /** So that the silence of the others means something. */
  @Test
  void whatDoesNotFitOrIsEnglishIsFound() {
    Visitor visitor = visitor();
    Page page = visitor.page();
    Portal.open(page, base(), "de", "parley-chat", rest.create("Maya"));
    assertThat(page.locator("#empty")).isVisible();
    page.locator("#room")
        .evaluate(
            """
            (room) => {
              const put = (id, style) => { room.querySelector(`#${id}`).style.cssText = style; };
              room.querySelector('#copy-link').textContent = 'Copy link';
              put('empty-hint', 'width: 20px; overflow-wrap: normal');
              put('show-settings', 'translate: -30px');
              put('leave', 'translate: 2000px');
            }
            """);
    expectNoEnglish(page, "de", "a fault");
    expectFit(page, 1280, "a fault");
    assertThat(faults).contains("a fault, in English: Copy link");
    for (String kind :
        List.of(
            "wider than its place: p#empty-hint",
            "off the screen: button#leave",
            "on top of each other: button#")) {
      String fault = "a fault at 1280: " + kind;
      assertThat(faults).anySatisfy(found -> assertThat(found).startsWith(fault));
    }
  }

  private Visitor visitor() {
    visitors.expectComplaint("status of 500"); // history that does not come
    visitors.expectComplaint("status of 404"); // an unknown code
    visitors.expectComplaint("status of 401"); // a token that has run out
    visitors.expectComplaint("ERR_INTERNET_DISCONNECTED"); // offline
    return visitors.arrive(
        options ->
            options
                .setViewportSize(1280, HEIGHT)
                .setPermissions(
                    List.of("clipboard-read", "clipboard-write", "local-network-access")));
  }

  private Tour tour(Visitor visitor, Consumer<String> look) {
    return new Tour(rest, visitor, look);
  }

  private void expectFit(Page page, int width, String state) {
    page.setViewportSize(width, HEIGHT);
    note(state + " at " + width, page.evaluate(MISFITS));
  }

  private void expectNoEnglish(Page page, String lang, String state) {
    note(state + ", in English", page.evaluate(ENGLISH_LEFT, lang));
  }

  private void note(String where, Object found) {
    ((List<?>) found).forEach(fault -> faults.add(where + ": " + fault));
  }

  private static void zoom(Page page, String size) {
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size);
  }

  private static double middle(Locator locator) {
    BoundingBox box = locator.boundingBox();
    return box.x + box.width / 2;
  }
}
