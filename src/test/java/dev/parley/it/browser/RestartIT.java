package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.parley.it.PayaraMicro;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The server goes and comes back under two open pages. */
class RestartIT {

  /** The longest wait between two attempts is 30 s. */
  private static final double COMES_BACK_WITHIN_MS = 90_000;

  @RegisterExtension final Visitors visitors = new Visitors();

  @TempDir Path data;

  private PayaraMicro server;

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void stoppedAndStartedAgain() {
    visitors.expectComplaint("WebSocket connection to");
    start(PayaraMicro.builder());
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(server.base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    talk(ann, bob, "before");

    server.stop();
    expectWaiting(ann);
    expectWaiting(bob);
    restart();
    expectBack(ann, code);
    expectBack(bob, code);
    talk(ann, bob, "after the stop");

    server.kill();
    expectWaiting(ann);
    expectWaiting(bob);
    ann.say("Written while it was down");
    assertThat(ann.waitingMessages()).hasText("Written while it was down");
    // Without history a message reaches those who are there; so Ann is the one who comes later.
    ann.page().context().setOffline(true);
    restart();
    expectBack(bob, code);
    ann.page().context().setOffline(false);
    expectBack(ann, code);
    assertThat(bob.othersMessages().last()).hasText("Written while it was down");
    assertThat(ann.waitingMessages()).hasCount(0);
    talk(ann, bob, "after the kill");

    // Each once, and in the order in which they were said.
    assertThat(bob.messages())
        .hasText(
            new String[] {
              "Ann, before",
              "Bob, before",
              "Ann, after the stop",
              "Bob, after the stop",
              "Written while it was down",
              "Ann, after the kill",
              "Bob, after the kill"
            });
    assertThat(List.of(ann.roomCode(), bob.roomCode())).containsOnly(code);
  }

  private void restart() {
    start(PayaraMicro.builder().port(server.port()));
  }

  private void start(PayaraMicro.Builder builder) {
    server = builder.set("parley.data-dir", data).start("restart");
  }

  private static void talk(Visitor ann, Visitor bob, String when) {
    ann.say("Ann, " + when);
    assertThat(bob.othersMessages().last()).hasText("Ann, " + when);
    bob.say("Bob, " + when);
    assertThat(ann.othersMessages().last()).hasText("Bob, " + when);
  }

  /** It may be within an attempt when looked at, but it is not connected, and it says so. */
  private static void expectWaiting(Visitor visitor) {
    assertThat(visitor.connection())
        .hasAttribute("data-status", Pattern.compile("waiting|connecting"));
    assertThat(visitor.connection()).containsText("Reconnecting");
    assertThat(visitor.banner()).containsText("The connection was lost.");
  }

  /** By itself: nobody has touched the page. */
  private static void expectBack(Visitor visitor, String code) {
    assertThat(visitor.connection())
        .hasAttribute(
            "data-status",
            "open",
            new LocatorAssertions.HasAttributeOptions().setTimeout(COMES_BACK_WITHIN_MS));
    assertThat(visitor.banner()).isHidden();
    assertThat(visitor.page().locator("#room-code")).hasText(code);
  }
}
