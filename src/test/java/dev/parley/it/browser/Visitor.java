package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody who looks at Parley's page and does with it what people do. */
public final class Visitor {

  private final Page page;

  Visitor(Page page) {
    this.page = page;
  }

  public Page page() {
    return page;
  }

  public Visitor open(URI address) {
    return open(address.toString());
  }

  Visitor open(String address) {
    page.navigate(address);
    return this;
  }

  /** Creates a room and waits until it is connected. */
  public String createRoom(URI base, String name) {
    open(base);
    name().fill(name);
    button("Create a room").click();
    expectConnected();
    return roomCode();
  }

  /** Follows an invite link and waits until it is connected. */
  public Visitor joinByLink(String link, String name) {
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

  public void say(String text) {
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
  public String inviteLink() {
    return page.url();
  }

  public String roomCode() {
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

  public Locator button(String label) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  Locator log() {
    return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
  }

  /** Everything that was said, by whomever. */
  public Locator messages() {
    return log().locator(".message .text");
  }

  public Locator ownMessages() {
    return log().locator(".group.own .message .text");
  }

  public Locator othersMessages() {
    return log().locator(".group:not(.own) .message .text");
  }

  /** Own messages that are on their way, or wait for it. */
  public Locator unsentMessages() {
    return own("sending");
  }

  /** Own messages that are stored. */
  public Locator sentMessages() {
    return own("sent");
  }

  /** Own messages that the server did not take. */
  Locator failedMessages() {
    return own("failed");
  }

  private Locator own(String state) {
    return log().locator(".message[data-state=" + state + "] .text");
  }

  /** What is said to be stored: by others, or by oneself. */
  Locator storedMessages() {
    return log().locator(".message:not([data-state=sending], [data-state=failed]) .text");
  }

  Locator typing() {
    return page.locator("#typing");
  }

  /** Opens the list of who is here. */
  void showMembers() {
    page.locator("#show-members").click();
    assertThat(members().first()).isVisible();
  }

  /** Who is here, in the list that {@link #showMembers} has opened. */
  Locator members() {
    return page.locator("#member-list li bdi");
  }

  /** Waits until the button says that so many are here. */
  void expectMembers(int count) {
    assertThat(page.locator("#show-members")).hasAttribute("aria-label", "Who is here: " + count);
    assertThat(page.locator("#member-count")).hasText(String.valueOf(count));
  }

  /** The token that this tab keeps, for what is to be done beside the page. */
  public String token() {
    return (String) page.evaluate("JSON.parse(sessionStorage['parley.membership']).token");
  }

  /** Each once, in this order, and nothing else; all of one's own stored. */
  public void expectMessages(List<String> texts) {
    assertThat(messages()).hasText(texts.toArray(String[]::new));
    assertThat(unsentMessages()).hasCount(0);
  }

  public Locator banner() {
    return page.locator("#banner");
  }

  public void expectConnected() {
    expectStatus("open", "Connected");
  }

  void expectStatus(String status, String words) {
    assertThat(connection()).hasAttribute("data-status", status);
    assertThat(connection()).hasText(Pattern.compile("^\\s*" + words + "\\s*$"));
  }

  public Locator connection() {
    return page.locator("#connection");
  }

  void expectLobby() {
    assertThat(button("Create a room")).isVisible();
    assertThat(page.locator("#room")).isHidden();
  }
}
