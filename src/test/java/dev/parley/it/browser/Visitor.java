package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.regex.Pattern;

/** Somebody who looks at Parley's page and does with it what people do. */
final class Visitor {

  private final Page page;

  Visitor(Page page) {
    this.page = page;
  }

  Page page() {
    return page;
  }

  Visitor open(URI address) {
    return open(address.toString());
  }

  Visitor open(String address) {
    page.navigate(address);
    return this;
  }

  /** Creates a room and waits until it is connected. */
  String createRoom(URI base, String name) {
    open(base);
    name().fill(name);
    button("Create a room").click();
    expectConnected();
    return roomCode();
  }

  /** Follows an invite link and waits until it is connected. */
  Visitor joinByLink(String link, String name) {
    open(link);
    name().fill(name);
    button("Join room").click();
    expectConnected();
    return this;
  }

  Visitor joinByCode(URI base, String code, String name) {
    open(base);
    name().fill(name);
    code().fill(code);
    button("Join").click();
    expectConnected();
    return this;
  }

  void say(String text) {
    composer().fill(text);
    composer().press("Enter");
  }

  /** Another tab of the same browser, as Duplicate makes it: with its own copy of the session. */
  Visitor duplicateTab() {
    return new Visitor(page.waitForPopup(() -> page.evaluate("void window.open(location.href)")));
  }

  /** Another tab of the same browser. */
  Visitor newTab() {
    return new Visitor(page.context().newPage());
  }

  /** The address that leads others to the room. */
  String inviteLink() {
    return page.url();
  }

  String roomCode() {
    return page.locator("#room-code").textContent();
  }

  Locator name() {
    return textbox("Your name");
  }

  Locator code() {
    return textbox("Room code or invite link");
  }

  Locator composer() {
    return textbox("Message");
  }

  Locator textbox(String label) {
    return page.getByRole(
        AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  Locator button(String label) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  Locator log() {
    return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
  }

  /** Everything that was said, by whomever. */
  Locator messages() {
    return log().locator(".message .text");
  }

  Locator ownMessages() {
    return log().locator(".group.own .message .text");
  }

  Locator othersMessages() {
    return log().locator(".group:not(.own) .message .text");
  }

  /** Own messages that have not left yet. */
  Locator waitingMessages() {
    return log().locator(".message[data-state=waiting] .text");
  }

  Locator banner() {
    return page.locator("#banner");
  }

  void expectConnected() {
    expectStatus("open", "Connected");
  }

  void expectStatus(String status, String words) {
    assertThat(connection()).hasAttribute("data-status", status);
    assertThat(connection()).hasText(Pattern.compile("^\\s*" + words + "\\s*$"));
  }

  Locator connection() {
    return page.locator("#connection");
  }

  void expectLobby() {
    assertThat(button("Create a room")).isVisible();
    assertThat(page.locator("#room")).isHidden();
  }
}
