package dev.parley.it.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** axe-core, which finds what it can of what keeps people out (WCAG 2.2 AA, and best practice). */
final class Axe {

  /** The rules of what a theme can break. */
  static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

  /** What high contrast is to have: 7 to 1. */
  static final List<String> OF_HIGH_CONTRAST = List.of("color-contrast-enhanced");

  private static final String SCRIPT = script();

  private static final String RUN =
      """
      async (rules) => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run(document, rules.length > 0
          ? { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] }
          : {
              runOnly: { type: 'tag', values: tags },
              rules: { 'target-size': { enabled: true } },
              resultTypes: ['violations'],
            });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => ({
            rule: id,
            place: target.flat().join(' '),
            why: failureSummary.replace(/\\s+/g, ' '),
          })));
      }
      """;

  private Axe() {}

  /** Something that axe objects to. The place goes through shadow roots. */
  record Violation(String rule, String place, String why) {}

  /** By all rules that this project promises to keep. */
  static List<Violation> violations(Page page) {
    return violations(page, List.of());
  }

  @SuppressWarnings("unchecked")
  static List<Violation> violations(Page page, List<String> rules) {
    if (!(boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(SCRIPT);
    }
    Tour.settle(page);
    List<Map<String, String>> found = (List<Map<String, String>>) page.evaluate(RUN, rules);
    return found.stream()
        .map(entry -> new Violation(entry.get("rule"), entry.get("place"), entry.get("why")))
        .toList();
  }

  private static String script() {
    try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
