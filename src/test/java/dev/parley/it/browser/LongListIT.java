package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import dev.parley.it.ParleySocket;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand messages in one list. On a server of its own, where one may post without a limit.
 */
class LongListIT {

  private static final int COUNT = 10_000;
  private static final int BATCH = 200;

  @TempDir static Path data;

  private static ParleyServer server;
  private static Rest rest;

  @RegisterExtension final Visitors visitors = new Visitors();

  @BeforeAll
  static void start() {
    server =
        ParleyServer.builder()
            .set("parley.data-dir", data)
            .set("parley.post-rate", 0)
            .start("long-list");
    rest = new Rest(server.base());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void allAreReadFromTheEndToTheStartWithoutAJumpAndAllCanBeFound() {
    Ticket bob = rest.create("Bob");
    Visitor ann = visitors.arrive();
    post(bob, 0, COUNT);
    ann.open(server.base().resolve("#" + bob.roomId()).toString());
    ann.name().fill("Ann");
    ann.button("Join room").click();
    assertThat(ann.messages().last()).isInViewport();

    assertThat(readToTheStart(ann)).as("jumps of what is read, in pixels").isEqualTo(List.of());
    assertThat(ann.messages()).hasCount(COUNT);
    assertThat(ann.messages().first()).isInViewport();
    assertThat(ann.messages().allTextContents())
        .isEqualTo(IntStream.range(0, COUNT).mapToObj(LongListIT::text).toList());

    // As the browser's own search does.
    assertThat(ann.page().evaluate("find('number 5000.', false, false, true)")).isEqualTo(true);
    message(ann, 5000).evaluate("message => message.scrollIntoView({ block: 'center' })");
    // In between, one is anywhere, with pages around that have not been laid out at this width.
    Locator read = message(ann, 5000);
    assertThat(read).isInViewport();
    ann.page().setViewportSize(700, 720);
    assertThat(read).isInViewport();
    ann.page().setViewportSize(1280, 720);
    assertThat(read).isInViewport();
    double top = topOf(read);
    post(bob, COUNT, 1);
    assertThat(ann.page().locator("#to-end")).hasText("1 new message");
    assertThat(topOf(read)).isCloseTo(top, Offset.offset(1.0));

    ann.page().locator("#to-end").click();
    assertThat(message(ann, COUNT)).isInViewport();
    post(bob, COUNT + 1, 200);
    assertThat(message(ann, COUNT + 200)).isInViewport();
    int kept = ann.messages().count();
    assertThat(kept).isBetween(COUNT, COUNT + 99);
    assertThat(ann.messages().first()).hasText(text(COUNT + 201 - kept));
  }

  /**
   * Two screens at a time. Answers by how much the first message in sight has moved whenever a page
   * came, if it did.
   */
  private static Object readToTheStart(Visitor ann) {
    return ann.log()
        .evaluate(
            """
            async (log) => {
              const frame = () => new Promise(requestAnimationFrame);
              const jumps = [];
              const started = () => log.querySelector('.past').dataset.past === 'start';
              while (!started() || log.scrollTop > 0) {
                log.scrollTop -= 2 * log.clientHeight;
                await frame();
                const { top, bottom } = log.getBoundingClientRect();
                const read = [...log.children]
                  .slice(1, 4)
                  .flatMap((page) => [...page.querySelectorAll('.message')])
                  .find((message) => message.getBoundingClientRect().bottom > top);
                const before = read.getBoundingClientRect().top;
                const { scrollTop } = log;
                const count = log.childElementCount;
                if (scrollTop < 2 * log.clientHeight && !started()) {
                  while (log.childElementCount === count && !started()) await frame();
                }
                await frame();
                const moved = read.getBoundingClientRect().top - before;
                if (Math.abs(moved) > 1.5) jumps.push(moved);
              }
              return jumps;
            }
            """);
  }

  /** Answers when all are stored. */
  private static void post(Ticket ticket, int from, int count) {
    try (ParleySocket socket = ParleySocket.open(server.base(), ticket.token())) {
      socket.next("welcome");
      for (int i = from; i < from + count; i++) {
        socket.post("r" + i, text(i));
        if ((i - from + 1) % BATCH == 0 || i + 1 == from + count) {
          JsonNode message = socket.next("message");
          while (!message.get("ref").asText().equals("r" + i)) {
            message = socket.next("message");
          }
        }
      }
    }
  }

  private static String text(int i) {
    String word = i % 5 == 0 ? "مرحبا" : i % 7 == 0 ? "🎉" : "word";
    return "This is number " + i + "." + (" " + word).repeat(i * 7 % 60);
  }

  private static Locator message(Visitor visitor, int i) {
    return visitor
        .messages()
        .filter(new Locator.FilterOptions().setHasText("This is number " + i + "."));
  }

  private static double topOf(Locator message) {
    return ((Number) message.evaluate("message => message.getBoundingClientRect().top"))
        .doubleValue();
  }
}
