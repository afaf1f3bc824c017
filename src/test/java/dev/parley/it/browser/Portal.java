package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
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

  private final Visitor visitor;

  private Portal(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Shows a page with this body, whose origin is the application's. */
  static Portal show(Visitor visitor, URI base, String body) {
    return show(visitor, base.resolve("portal.html"), "'self'", "client/", body);
  }

  /**
   * Shows a page with this body at another origin.
   *
   * @param base the application, at an origin that the page's policy names
   */
  static Portal showElsewhere(Visitor visitor, URI address, URI base, String body) {
    String socket = "ws://" + base.getAuthority();
    String sources = "http://" + base.getAuthority() + " " + socket;
    return show(visitor, address, sources, base + "client/", body);
  }

  private static Portal show(
      Visitor visitor, URI address, String sources, String client, String body) {
    String html =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="UTF-8">
          <title>Portal</title>
          <link rel="icon" href="%1$s../favicon.svg">
          <script type="module" src="%1$sparley-chat.js"></script>
          <script type="module" src="%1$sparley-launcher.js"></script>
        </head>
        <body>
        <h1>Portal</h1>
        %2$s
        </body>
        </html>
        """
            .formatted(client, body);
    Page page = visitor.page();
    page.route(
        address.toString(),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setHeaders(Map.of("Content-Security-Policy", POLICY.formatted(sources)))
                    .setBody(html)));
    page.navigate(address.toString());
    return new Portal(visitor);
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
