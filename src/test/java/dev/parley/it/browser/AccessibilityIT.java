package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.it.OnParley;
import dev.parley.it.Rest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What axe-core finds, in every state and theme, is nothing. */
class AccessibilityIT extends OnParley {

  private static String longRoom;

  @RegisterExtension final Visitors visitors = new Visitors();

  private final List<String> violations = new ArrayList<>();
  private int looks;

  private static URI base() {
    return BASE;
  }

  @BeforeAll
  static void talk() {
    longRoom = Tour.longRoom(new Rest(BASE));
  }

  @Test
  void thePageHasNoViolationInAnyStateAndTheme() {
    Visitor visitor = visitor();
    tour(visitor, state -> lookByMedia(visitor.page(), state)).ofThePage(base(), "", longRoom);
    expectNone(24);
  }

  @Test
  void theElementHasNoViolationInAnyStateAndTheme() {
    Visitor visitor = visitor();
    tour(visitor, state -> lookByAttribute(visitor.page(), state))
        .ofTheElement(base(), "en", longRoom);
    expectNone(20);
  }

  @Test
  void theLauncherHasNoViolationInAnyStateAndTheme() {
    Visitor visitor = visitor();
    tour(visitor, state -> lookByAttribute(visitor.page(), state)).ofTheLauncher(base(), "en");
    expectNone(16);
  }

  @Test
  void theErrorPageHasNoViolation() {
    Visitor visitor = visitor();
    visitors.expectComplaint("status of 404");
    visitor.open(base() + "nothing");
    lookByMedia(visitor.page(), "the error page");
    expectNone(1);
  }

  /** So that the silence of the others means something. */
  @Test
  void whatIsWrongInsideAShadowRootIsFound() {
    Visitor visitor = visitor();
    Portal.open(visitor.page(), base(), "en", "parley-launcher", rest.create("Maya"));
    visitor.page().locator(".launch").click();
    assertThat(visitor.page().locator("#empty")).isVisible();
    visitor
        .page()
        .locator("parley-chat #leave")
        .evaluate(
            """
            (button) => {
              button.replaceChildren();
              for (const name of ['aria-label', 'title']) button.removeAttribute(name);
              const root = button.getRootNode();
              root.getElementById('empty-hint').style.color = 'color-mix(in srgb, currentcolor 20%, white)';
              for (const small of button.parentNode.querySelectorAll('button')) {
                small.style.cssText = 'width: 9px; min-height: 9px; height: 9px; overflow: hidden';
              }
            }
            """);
    assertThat(Axe.violations(visitor.page()))
        .extracting(Axe.Violation::rule, Axe.Violation::place)
        .contains(
            tuple("button-name", "parley-launcher parley-chat #leave"),
            tuple("color-contrast", "parley-launcher parley-chat #empty-hint"),
            tuple("target-size", "parley-launcher parley-chat #leave"));
  }

  @Test
  void whoWantsNoMotionSeesNone() {
    Visitor visitor = visitors.arrive(options -> options.setReducedMotion(ReducedMotion.REDUCE));
    Wire wire = Wire.of(visitor.page());
    visitor.createRoom(base(), "Maya");
    wire.cut();
    assertThat(visitor.banner()).isVisible();
    assertThat(animations(visitor)).isEmpty();
    visitor
        .page()
        .emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
    assertThat(animations(visitor)).contains("turn");
  }

  private static String animations(Visitor visitor) {
    return (String)
        visitor
            .page()
            .locator("#room")
            .evaluate(
                "room => room.getAnimations({ subtree: true }).map((one) => one.animationName).join()");
  }

  private Visitor visitor() {
    visitors.expectComplaint("status of 500"); // history that does not come
    visitors.expectComplaint("status of 404"); // an unknown code
    visitors.expectComplaint("status of 401"); // a token that has run out
    visitors.expectComplaint("ERR_INTERNET_DISCONNECTED"); // offline
    return visitors.arrive(
        options ->
            options
                .setViewportSize(1100, 760)
                .setReducedMotion(ReducedMotion.REDUCE) // colours change at once
                .setPermissions(
                    List.of("clipboard-read", "clipboard-write", "local-network-access")));
  }

  private Tour tour(Visitor visitor, Consumer<String> look) {
    return new Tour(rest, visitor, look);
  }

  private void lookByMedia(Page page, String state) {
    note(state, "light", Axe.violations(page));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    note(state, "dark", Axe.violations(page, Axe.OF_COLOURS));
    page.emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.MORE));
    note(state, "dark, more contrast", Axe.violations(page, Axe.OF_HIGH_CONTRAST));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    note(state, "more contrast", Axe.violations(page, Axe.OF_HIGH_CONTRAST));
    lookInForcedColours(page, state);
  }

  private void lookByAttribute(Page page, String state) {
    note(state, "light", Axe.violations(page));
    for (String theme : List.of("dark", "contrast")) {
      page.locator("parley-chat, parley-launcher")
          .first()
          .evaluate("(chat, theme) => chat.setAttribute('theme', theme)", theme);
      note(
          state,
          theme,
          Axe.violations(page, theme.equals("dark") ? Axe.OF_COLOURS : Axe.OF_HIGH_CONTRAST));
    }
    page.locator("parley-chat, parley-launcher")
        .first()
        .evaluate("chat => chat.removeAttribute('theme')");
    lookInForcedColours(page, state);
  }

  private void lookInForcedColours(Page page, String state) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setContrast(Contrast.NO_PREFERENCE)
            .setForcedColors(ForcedColors.ACTIVE));
    note(state, "forced colours", Axe.violations(page, Axe.OF_COLOURS));
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
  }

  private void note(String state, String theme, List<Axe.Violation> found) {
    looks++;
    found.forEach(violation -> violations.add(state + ", " + theme + ": " + violation));
  }

  /** And every state was looked at. */
  private void expectNone(int states) {
    assertThat(violations).isEmpty();
    assertThat(looks).isGreaterThanOrEqualTo(4 * states);
  }
}
