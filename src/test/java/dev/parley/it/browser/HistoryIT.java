package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.parley.it.OnParley;
import dev.parley.it.Rest.Ticket;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was said before, for those who come later and those who come again. */
class HistoryIT extends OnParley {

  private static final int PAGE = 50;

  /** What a member may post at once. */
  private static final int BURST = 20;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void aReloadShowsTheRoomAsItWasLeft() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.say("Shall we?");
    assertThat(bob.othersMessages()).hasCount(1);
    bob.say("Yes");
    bob.say("At once");
    List<String> said = List.of("Shall we?", "Yes", "At once");
    ann.expectMessages(said);
    bob.expectMessages(said);

    ann.page().reload();
    ann.expectConnected();
    assertThat(ann.page().locator("#room-code")).hasText(code);
    assertThat(ann.page().locator("#me")).hasText("Ann");
    ann.expectMessages(said);
    assertThat(ann.ownMessages()).hasText(new String[] {"Shall we?"});
    assertThat(ann.sentMessages()).hasText(new String[] {"Shall we?"});
    assertThat(ann.log().locator(".group.own .author")).hasText("You");
    assertThat(ann.log().locator(".group:not(.own) .author")).hasText("Bob");
    assertThat(ann.page()).hasTitle("Room " + code + " · Parley");

    ann.say("Still me");
    assertThat(bob.log().locator(".group:last-child .author")).hasText("Ann");
    assertThat(bob.othersMessages()).hasText(new String[] {"Shall we?", "Still me"});
    bob.say("I see");
    assertThat(ann.messages().last()).hasText("I see");
    bob.expectMembers(2);
  }

  @Test
  void whoComesLaterReadsWhatWasSaid() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    ann.say("Is anybody here?");
    ann.say("I will wait.");
    assertThat(ann.sentMessages()).hasCount(2);

    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    bob.expectMessages(List.of("Is anybody here?", "I will wait."));
    assertThat(bob.ownMessages()).hasCount(0);
    assertThat(bob.page().locator("#empty")).isHidden();
  }

  @Test
  void whoScrollsBackReadsOnFromWhereTheyWere() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    String[] all = said(code, 130);
    assertThat(ann.messages().last()).hasText(all[129]);
    ann.page().reload();
    ann.expectConnected();
    assertThat(ann.messages()).hasText(last(all, PAGE));
    assertThat(ann.messages().last()).isInViewport();

    Locator read = message(ann, all[80]);
    double top = scrollTo(read);
    assertThat(ann.messages()).hasText(last(all, 2 * PAGE));
    assertThat(topOf(read)).as("where the reader is").isCloseTo(top, Offset.offset(1.0));

    read = message(ann, all[30]);
    top = scrollTo(read);
    assertThat(ann.messages()).hasText(all);
    assertThat(topOf(read)).as("where the reader is").isCloseTo(top, Offset.offset(1.0));

    // Who reads is not disturbed, but told.
    Locator toEnd = ann.page().locator("#to-end");
    assertThat(toEnd).hasText("Jump to latest");
    rest.post(
        "api/rooms/" + code + "/messages",
        "{\"message\":\"Something new\"}",
        "Authorization",
        "Bearer " + rest.join("Bob", code).token());
    assertThat(toEnd).hasText("1 new message");
    assertThat(topOf(read)).as("where the reader is").isCloseTo(top, Offset.offset(1.0));

    ann.log().evaluate("log => { log.scrollTop = 0; }");
    assertThat(ann.log().getByText("This is as far back as it goes.")).isInViewport();
    toEnd.click();
    assertThat(ann.messages().last()).hasText("Something new");
    assertThat(ann.messages().last()).isInViewport();
    assertThat(toEnd).isHidden();
  }

  /** So many messages over REST, by as many members as the rate limit asks for. */
  private String[] said(String code, int count) {
    Ticket speaker = null;
    for (int i = 0; i < count; i++) {
      if (i % BURST == 0) {
        speaker = rest.join("Speaker " + i / BURST, code);
      }
      assertThat(
              rest.post(
                      "api/rooms/" + code + "/messages",
                      "{\"message\":\"" + text(i) + "\"}",
                      "Authorization",
                      "Bearer " + speaker.token())
                  .status())
          .isEqualTo(201);
    }
    return IntStream.range(0, count).mapToObj(HistoryIT::text).toArray(String[]::new);
  }

  private static String text(int i) {
    return "This is number " + i + ". ".repeat(1 + i % 3) + "word ".repeat(i * 7 % 60).strip();
  }

  private static String[] last(String[] all, int count) {
    return List.of(all).subList(all.length - count, all.length).toArray(String[]::new);
  }

  private static Locator message(Visitor visitor, String text) {
    return visitor.messages().filter(new Locator.FilterOptions().setHasText(text));
  }

  /** Brings a message to the top of what is seen; answers where that is, before anything comes. */
  private static double scrollTo(Locator message) {
    return ((Number)
            message.evaluate(
                """
                (message) => {
                  message.scrollIntoView({ block: 'start' });
                  return message.getBoundingClientRect().top;
                }
                """))
        .doubleValue();
  }

  private static double topOf(Locator message) {
    return ((Number) message.evaluate("message => message.getBoundingClientRect().top"))
        .doubleValue();
  }
}
