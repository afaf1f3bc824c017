package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.it.Rest.Ticket;
import java.net.URI;
import java.util.Map;

/**
 * A portal's page, which is none of ours. It is as strict as a portal can be: scripts, styles and
 * connections of its own origin alone, and no markup from scripts (Trusted Types).
 */
final class Portal {

  private static final String POLICY =
      "default-src 'none'; script-src %1$s; style-src 'self'; connect-src %1$s; img-src %1$s;"
          + " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script';"
          + " trusted-types 'none'";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; font-family: sans-serif; }
      body { margin: 0; }
      main { display: flex; flex-wrap: wrap; gap: 1rem; padding: 1rem; }
      .orders { flex: 1 1 12rem; }
      main parley-chat { flex: 1 0 300px; border: 1px solid #8888; }
      th, td { padding: 0.5rem 2rem 0.5rem 0; border-bottom: 1px solid #8888; text-align: start; }
      """;

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="%1$s" dir="%2$s">
      <meta charset="UTF-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Portal</title>
      <link rel="icon" href="%3$s../favicon.svg">
      <link rel="stylesheet" href="portal.css">
      <script type="module" src="%3$sparley-chat.js"></script>
      <script type="module" src="%3$sparley-launcher.js"></script>
      %4$s
      </html>
      """;

  /** Without words of any language. */
  private static final String NUMBERS =
      "<h1>4711</h1><p>%s</p><a id=\"orders\" href=\"portal.html\">4712</a>"
          .formatted("1 2 3 4 5 6 7 8 9 ".repeat(30));

  private final Visitor visitor;

  private Portal(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Shows a page with this body, whose origin is the application's. */
  static Portal show(Visitor visitor, URI base, String body) {
    open(visitor.page(), base.resolve("portal.html"), "'self'", page("en", "client/", body));
    return new Portal(visitor);
  }

  /**
   * Shows a page with this body at another origin.
   *
   * @param base the application, at an origin that the page's policy names
   */
  static Portal showElsewhere(Visitor visitor, URI address, URI base, String body) {
    String sources = "http://%1$s ws://%1$s".formatted(base.getAuthority());
    open(visitor.page(), address, sources, page("en", base + "client/", body));
    return new Portal(visitor);
  }

  /** Opens a page with the element in it, and otherwise with nothing to read. */
  static void open(Page page, URI base, String lang, String element, Ticket ticket) {
    open(page, base, lang, NUMBERS, element, ticket);
  }

  /** Opens a page with the element beside this content. */
  static void open(
      Page page, URI base, String lang, String content, String element, Ticket ticket) {
    String body =
        "<main><div class=\"orders\">%1$s</div><%2$s room=\"%3$s\" token=\"%4$s\"></%2$s></main>"
            .formatted(content, element, ticket.roomId(), ticket.token());
    open(page, base.resolve("portal.html"), "'self'", page(lang, "client/", body));
  }

  private static String page(String lang, String client, String body) {
    return PAGE.formatted(lang, lang.startsWith("ar") ? "rtl" : "ltr", client, body);
  }

  private static void open(Page page, URI address, String sources, String html) {
    Map<String, String> policy = Map.of("Content-Security-Policy", POLICY.formatted(sources));
    page.route(address.toString(), route -> answer(route, "text/html", policy, html));
    page.route(
        address.resolve("portal.css").toString(),
        route -> answer(route, "text/css", Map.of(), STYLE));
    page.navigate(address.toString());
  }

  private static void answer(Route route, String type, Map<String, String> headers, String body) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType(type + "; charset=UTF-8")
            .setHeaders(headers)
            .setBody(body));
  }

  Page page() {
    return visitor.page();
  }

  /** The chat of this selector, as somebody who looks at it alone. */
  Chat chat(String selector) {
    return new Chat(page().locator(selector));
  }

  /** One of perhaps many chats in a page. */
  record Chat(Locator element) {

    void expectConnected() {
      assertThat(element.locator("#connection")).hasAttribute("data-status", "open");
    }

    Locator messages() {
      return element.locator(".message .text");
    }

    Locator sentMessages() {
      return element.locator(".message[data-state=sent] .text");
    }

    Locator composer() {
      return element.locator("#text");
    }

    void say(String text) {
      composer().fill(text);
      composer().press("Enter");
    }
  }
}
