package dev.parley.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * People with a browser of their own each. Whatever their pages complain of fails the test: errors
 * in the console, uncaught exceptions, violations of the content security policy.
 */
public final class Visitors implements BeforeEachCallback, AfterEachCallback {

  private static final int PATIENCE_MS = 30_000;
  private static final Set<String> COMPLAINTS = Set.of("error", "warning", "assert");

  /** What Chromium calls it, depending on how far a request had come. */
  private static final List<String> CUTS =
      List.of(
          "INTERNET_DISCONNECTED",
          "CONNECTION_REFUSED",
          "CONNECTION_RESET",
          "CONNECTION_CLOSED",
          "EMPTY_RESPONSE");

  private static final String TELL_OF_VIOLATIONS =
      """
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        console.error('Content security policy violated:', violatedDirective, blockedURI, sample));
      """;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private Browser browser;

  @Override
  public void beforeEach(ExtensionContext context) {
    browser =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(
                Chromium.class.getName(), name -> Chromium.launch(), Chromium.class)
            .browser();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    contexts.clear();
    complaints.clear();
    expected.clear();
  }

  /** A new one, with nothing on the screen. */
  public Visitor arrive() {
    return arrive(options -> {});
  }

  public Visitor arrive(Consumer<Browser.NewContextOptions> settings) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setLocale("en-GB")
            .setTimezoneId("Europe/Lisbon")
            .setPermissions(List.of("clipboard-read", "clipboard-write"));
    settings.accept(options);
    BrowserContext context = browser.newContext(options);
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE_MS);
    context.addInitScript(TELL_OF_VIOLATIONS);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> complaints.add("uncaught: " + error.error()));
    return new Visitor(context.newPage());
  }

  /** Complaints with these words are the test's own doing. */
  public void expectComplaint(String words) {
    expected.add(words);
  }

  /**
   * The test cuts connections. A page complains of its socket, and of whatever else it has just
   * asked for, which may be a newer token at any moment.
   */
  public void expectCuts() {
    expected.add("WebSocket connection to");
    for (String how : CUTS) {
      expected.add("net::ERR_" + how);
    }
  }

  private void note(ConsoleMessage message) {
    if (COMPLAINTS.contains(message.type())) {
      complaints.add(message.type() + ": " + message.text() + " " + message.location());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      if (context.getExecutionException().isPresent()) {
        keepPictures(context.getRequiredTestClass().getSimpleName() + "." + name(context));
      }
    } finally {
      contexts.forEach(BrowserContext::close);
    }
    assertThat(complaints)
        .as("what the pages complain of")
        .filteredOn(complaint -> expected.stream().noneMatch(complaint::contains))
        .isEmpty();
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestMethod().getName();
  }

  private void keepPictures(String name) {
    int count = 0;
    for (BrowserContext context : contexts) {
      for (Page page : context.pages()) {
        Path picture = Path.of("target", "browser", name + "-" + ++count + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
      }
    }
  }
}
