package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static final int ROUNDS = 16;

  @RegisterExtension final Visitors visitors = new Visitors();

  @TempDir Path data;

  private ParleyServer server;

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void stoppedThenKilledInMidSentenceThenBackWithoutItsLog() {
    visitors.expectCuts();
    visitors.expectComplaint("status of 404");
    start(ParleyServer.builder());
    expectComplaintsOfRenewalWhileItStops();
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(server.base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    List<String> said = new ArrayList<>(talk(ann, bob, "before"));

    server.stop();
    expectWaiting(ann);
    expectWaiting(bob);
    ann.say("Written while it was down");
    String refused = "Longer than what the server takes when it is back";
    ann.say(refused);
    ann.say("Not worth it, though it is as long as the other one");
    assertThat(ann.unsentMessages()).hasCount(3);
    assertThat(ann.unsentMessages().first()).hasText("Written while it was down");
    restart(ParleyServer.builder().set("parley.max-message-chars", 40));
    expectBack(ann, code);
    expectBack(bob, code);
    said.add("Written while it was down");
    expectRefused(ann, refused);
    bob.expectMessages(said);
    said.addAll(talk(ann, bob, "after the stop"));

    Typed typed = killWhileTheyType(ann, bob);
    expectWaiting(ann);
    expectWaiting(bob);
    List<String> kept = ann.storedMessages().allTextContents();
    assertThat(kept).as("what Ann saw as said").containsAll(said);
    List<String> keptByBob = bob.storedMessages().allTextContents();
    assertThat(ann.unsentMessages()).not().hasCount(0);
    assertThat(bob.unsentMessages()).not().hasCount(0);
    restart(ParleyServer.builder());
    expectBack(ann, code);
    expectBack(bob, code);
    assertThat(bob.messages()).hasCount(said.size() + 2 * ROUNDS);
    List<String> all = bob.messages().allTextContents();
    assertThat(all).startsWith(kept.toArray(String[]::new));
    assertThat(all).startsWith(keptByBob.toArray(String[]::new));
    assertThat(all).containsSubsequence(typed.byAnn()).containsSubsequence(typed.byBob());
    bob.expectMessages(all);

    assertThat(ann.failedMessages()).hasText(refused);
    ann.button("Retry").click();
    all.add(refused);
    bob.expectMessages(all);
    ann.expectMessages(all);
    Visitor carol = visitors.arrive().joinByLink(ann.inviteLink(), "Carol");
    carol.expectMessages(all);
    assertThat(List.of(ann.roomCode(), bob.roomCode())).containsOnly(code);

    server.stop();
    loseTheLog();
    restart(ParleyServer.builder());
    expect(ann, "closed");
    assertThat(ann.banner()).containsText("This room has been closed.");
    ann.expectMessages(all);
    ann.page().reload();
    assertThat(ann.banner()).containsText("This room does not exist any more.");
    ann.banner().getByText("Leave").click();
    ann.expectLobby();
  }

  /**
   * In the moment between the end of the application and its own, Payara answers 503 and then an
   * empty 500. A page that has just opened may renew its token then; it tries again later.
   */
  private void expectComplaintsOfRenewalWhileItStops() {
    String renewal = server.base().resolve("api/tokens/renew").toString();
    visitors.expectComplaint("status of 503"); // each in its own words
    visitors.expectComplaint("status of 500 (Internal Server Error) " + renewal);
  }

  /**
   * Of two messages that are too long by now Ann keeps one. Neither holds up what she says next.
   */
  private static void expectRefused(Visitor ann, String kept) {
    assertThat(ann.failedMessages()).hasCount(2);
    assertThat(ann.log().locator(".why").first())
        .hasText("Not sent. It is too long for the server.");
    ann.button("Discard").last().click();
    assertThat(ann.failedMessages()).hasText(new String[] {kept});
  }

  private record Typed(List<String> byAnn, List<String> byBob) {}

  /** Faster than it can be stored, so that something is under way whenever the server dies. */
  private Typed killWhileTheyType(Visitor ann, Visitor bob) {
    Typed typed = new Typed(new ArrayList<>(), new ArrayList<>());
    for (int round = 1; round <= ROUNDS; round++) {
      if (round == ROUNDS / 2) {
        server.process().destroyForcibly();
      }
      typed.byAnn().add("Ann’s " + round);
      ann.say("Ann’s " + round);
      typed.byBob().add("Bob’s " + round);
      bob.say("Bob’s " + round);
    }
    server.kill();
    return typed;
  }

  private void restart(ParleyServer.Builder builder) {
    start(builder.port(server.port()));
  }

  private void start(ParleyServer.Builder builder) {
    server = builder.set("parley.data-dir", data).start("restart");
  }

  private static List<String> talk(Visitor ann, Visitor bob, String when) {
    ann.say("Ann, " + when);
    assertThat(bob.othersMessages().last()).hasText("Ann, " + when);
    bob.say("Bob, " + when);
    assertThat(ann.othersMessages().last()).hasText("Bob, " + when);
    return List.of("Ann, " + when, "Bob, " + when);
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
    expect(visitor, "open");
    assertThat(visitor.banner()).isHidden();
    assertThat(visitor.page().locator("#room-code")).hasText(code);
  }

  private static void expect(Visitor visitor, String status) {
    assertThat(visitor.connection())
        .hasAttribute(
            "data-status",
            status,
            new LocatorAssertions.HasAttributeOptions().setTimeout(COMES_BACK_WITHIN_MS));
  }

  private void loseTheLog() {
    try (DirectoryStream<Path> log = Files.newDirectoryStream(data, "parley.db*")) {
      for (Path each : log) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
