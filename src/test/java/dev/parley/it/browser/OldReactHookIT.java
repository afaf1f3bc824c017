package dev.parley.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.parley.it.OnParley;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The React hook of old, call for call as it was published, between two browsers: it knows nothing
 * but {@code /create-room}, {@code /join-room} and {@code /ws/chat?token=}.
 */
class OldReactHookIT extends OnParley {

  /** The hook without React: its state is a variable, its effect a function. */
  private static final String HOOK =
      """
      const server = '%s';

      let messages = [];
      const setMessages = (update) => { messages = update(messages); };
      let ws = null;
      let readyState = null;

      async function createRoom(name) {
        const response = await fetch(`http://${server}create-room?name=${name}`);
        return response.json();
      }

      async function joinRoom(name, roomId) {
        const response = await fetch(`http://${server}join-room?name=${name}&room_id=${roomId}`);
        return response.json();
      }

      function connect(token) {
        ws = new WebSocket(`ws://${server}ws/chat?token=${token}`);
        ws.onopen = () => { readyState = ws.readyState; };
        ws.onclose = () => { readyState = ws.readyState; };
        ws.onmessage = (event) => {
          const data = JSON.parse(event.data);
          setMessages((previous) => [...previous, data]);
        };
      }

      function sendMessage(message) {
        if (ws && ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(message));
      }
      """;

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void itWorksUnchanged() {
    Page ann = oldClient();
    Map<?, ?> created = (Map<?, ?>) ann.evaluate("createRoom('Ann')");
    assertThat(created.get("status")).isEqualTo("success");
    Page bob = oldClient();
    Map<?, ?> joined =
        (Map<?, ?>) bob.evaluate("roomId => joinRoom('Bob', roomId)", created.get("room_id"));
    assertThat(joined.get("status")).isEqualTo("success");
    connect(ann, created);
    connect(bob, joined);

    String text = "Hello, \"Bob\"\n\\ \u00e9 \ud83d\udc4b <b>";
    ann.evaluate("text => sendMessage(text)", text);
    List<Map<String, Object>> toBob = received(bob, 1);
    assertThat(toBob.get(0).keySet()).isEqualTo(Set.of("name", "message", "timestamp"));
    assertThat(toBob.get(0)).containsEntry("name", "Ann").containsEntry("message", text);
    assertThat(Instant.parse((String) toBob.get(0).get("timestamp")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

    // Whatever Ann's own message had brought back to her would have come before the answer to it.
    bob.evaluate("sendMessage('Hello, Ann')");
    List<Map<String, Object>> toAnn = received(ann, 1);
    assertThat(toAnn).hasSize(1);
    assertThat(toAnn.get(0)).containsEntry("name", "Bob").containsEntry("message", "Hello, Ann");
    ann.evaluate("sendMessage('Bye')");
    assertThat(received(bob, 2)).extracting("message").containsExactly(text, "Bye");
  }

  @Test
  void itTalksWithTheNewPage() {
    Visitor ann = visitors.arrive();
    String code = ann.createRoom(base(), "Ann");
    Page old = oldClient();
    connect(old, (Map<?, ?>) old.evaluate("roomId => joinRoom('Old Bob', roomId)", code));

    old.evaluate("sendMessage('I am old')");
    PlaywrightAssertions.assertThat(ann.othersMessages()).hasText("I am old");
    ann.say("And \"welcome\"");
    assertThat(received(old, 1)).extracting("message").containsExactly("And \"welcome\"");
  }

  /**
   * A page with the hook, on the server's own origin. It is loaded from the server, since browsers
   * distrust a page that comes from nowhere and wants to reach the loopback; which page does not
   * matter, and its policy would not let a script in.
   */
  private Page oldClient() {
    visitors.expectComplaint("favicon.ico"); // the browser's own wish, outside of our context path
    Page page = visitors.arrive(options -> options.setBypassCSP(true)).page();
    page.navigate(base() + "client/chat-connection.js");
    page.addScriptTag(
        new Page.AddScriptTagOptions()
            .setContent(HOOK.formatted(base().getAuthority() + base().getPath())));
    return page;
  }

  private static void connect(Page page, Map<?, ?> answer) {
    page.evaluate("token => connect(token)", answer.get("token"));
    page.waitForFunction("() => readyState === WebSocket.OPEN");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> received(Page page, int atLeast) {
    page.waitForFunction("count => messages.length >= count", atLeast);
    return (List<Map<String, Object>>) page.evaluate("messages");
  }
}
