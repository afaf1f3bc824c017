package dev.parley.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.it.Await;
import dev.parley.it.OnParley;
import dev.parley.it.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The hooks in a browser, in real React of both versions, with StrictMode: it mounts every
 * component twice, to show what does not clean up behind itself.
 */
class ReactIT extends OnParley {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension final Visitors visitors = new Visitors();

  /** Where the jars of Maven Central have their files. */
  enum React {
    REACT_18("18.3.1", "META-INF/resources/_static/", "0.23.2", "client.js"),
    REACT_19(
        "19.2.0", "META-INF/resources/webjars/", "0.27.0", "cjs/react-dom-client.development.js");

    private final String version;
    private final String root;
    private final String scheduler;
    private final String client;

    React(String version, String root, String scheduler, String client) {
      this.version = version;
      this.root = root;
      this.scheduler = scheduler;
      this.client = client;
    }

    /** The CommonJS file that is this module. */
    String source(String module) {
      String path =
          switch (module) {
            case "react" -> "react/" + version + "/cjs/react.development.js";
            case "scheduler" -> "scheduler/" + scheduler + "/cjs/scheduler.development.js";
            case "react-dom" -> "react-dom/" + version + "/cjs/react-dom.development.js";
            default -> "react-dom/" + version + "/" + client;
          };
      try (InputStream file = React.class.getClassLoader().getResourceAsStream(root + path)) {
        return new String(file.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRoomInAComponentIsOneConnectionAndEachMessageShowsOnce(React react) {
    Rest.Ticket ann = rest.create("Ann");
    Rest.Ticket bob = rest.join("Bob", ann.roomId());
    for (int i = 1; i <= 60; i++) {
      say(bob, "Before " + i);
    }
    Page page = page(react);
    List<String> sockets = sockets(page);

    show(page, "Chat", Map.of("token", ann.token()));
    until(page, "now.status === 'open' && now.texts.length === 50 && now.hasEarlier");
    until(page, "now.members.join() === 'Ann'");
    page.evaluate("chat.post('Own')");
    page.evaluate("chat.post('\"quoted\"')");
    say(bob, "From Bob");
    until(page, "now.texts.length === 53 && now.chat.pending.length === 0");
    assertThat(texts(page).subList(50, 53))
        .containsExactlyInAnyOrder("Own", "\"quoted\"", "From Bob")
        .containsSubsequence("Own", "\"quoted\"");
    assertThat(page.evaluate("chat.loadEarlier()")).isEqualTo(true);
    until(page, "now.texts.length === 63 && !now.hasEarlier");
    assertThat(texts(page).subList(0, 60))
        .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(i -> "Before " + i).toList());
    assertThat(sockets).hasSize(1);
    assertThat(rest.members(ann)).isEqualTo(1);

    show(page, "Chat", Map.of("token", renewed(ann)));
    page.evaluate("chat.post('With another token of hers')");
    until(page, "now.texts.length === 64 && now.chat.pending.length === 0");
    assertThat(sockets).hasSize(1);
    assertThat(page.evaluate("now.functions")).as("functions that were ever given").isEqualTo(7);

    page.evaluate("hide()");
    Await.until(PATIENCE, "she has left", () -> rest.members(bob) == 0);
    say(bob, "While she was away");
    show(page, "Chat", Map.of("token", ann.token()));
    until(page, "now.status === 'open' && now.texts.at(-1) === 'While she was away'");
    assertThat(sockets).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aCallbackIsAskedAgainOnlyWhenItsTokenIsRefusedHoweverOftenItIsAnotherFunction(React react) {
    visitors.expectComplaint("status of 401");
    Rest.Ticket ann = rest.create("Ann");
    Page page = page(react);
    List<String> sockets = sockets(page);
    page.evaluate("both => tokens.push(...both)", List.of(forged(ann), ann.token()));

    show(page, "Chat", Map.of("note", "one"));
    show(page, "Chat", Map.of("note", "two"));
    until(page, "now.status === 'open'");
    show(page, "Chat", Map.of("note", "three"));
    page.evaluate("chat.post('Own')");
    until(page, "now.texts.length === 1 && now.chat.pending.length === 0");
    assertThat(page.evaluate("asked.length")).isEqualTo(2);
    assertThat(sockets).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aNewerTokenOpensWhatTheOneBeforeCouldNot(React react) {
    visitors.expectComplaint("status of 401");
    Rest.Ticket ann = rest.create("Ann");
    Page page = page(react);
    show(page, "Chat", Map.of("token", forged(ann)));
    until(page, "now.status === 'closed' && now.ending.kind === 'token'");
    show(page, "Chat", Map.of("token", ann.token()));
    until(page, "now.status === 'open'");
  }

  @ParameterizedTest
  @EnumSource
  void useWebSocketIsAsItWasTaughtWithoutItsFaults(React react) {
    visitors.expectComplaint("status of 401");
    Rest.Ticket ann = rest.create("Ann");
    Rest.Ticket bob = rest.join("Bob", ann.roomId());
    say(bob, "Before she came");
    Page page = page(react);
    List<String> sockets = sockets(page);

    show(page, "OldChat", Map.of());
    until(page, "now.status === 'Disconnected'");
    show(page, "OldChat", Map.of("token", ann.token()));
    until(page, "now.status === 'Connected'");
    assertThat(page.evaluate("statuses"))
        .isEqualTo(List.of("Disconnected", "Connecting", "Connected"));
    String text = "Hello, \"Bob\"\n\\ \u00e9 \ud83d\udc4b";
    page.evaluate("text => chat.post(text)", text);
    until(page, "now.messages.length === 1");
    say(bob, "Hello, Ann");
    until(page, "now.messages.length === 2");

    assertThat(messages(page)).extracting("name").containsExactly("Ann", "Bob");
    assertThat(messages(page)).extracting("message").containsExactly(text, "Hello, Ann");
    assertThat(messages(page))
        .allSatisfy(
            message ->
                assertThat(message.keySet()).isEqualTo(Set.of("name", "message", "timestamp")));
    assertThat(sockets).hasSize(1).allSatisfy(url -> assertThat(url).doesNotContain("token"));
    show(page, "OldChat", Map.of("token", forged(bob)));
    until(page, "now.status === 'Error'");
  }

  /**
   * A page of React on the server's own origin, with the hooks that the server serves. It begins
   * with one that is the server's, since browsers distrust a page that comes from nowhere and wants
   * to reach the loopback.
   */
  private Page page(React react) {
    visitors.expectComplaint("favicon.ico"); // the browser's own wish, outside of our context path
    Page page = visitors.arrive(options -> options.setBypassCSP(true)).page();
    page.navigate(BASE + "client/use-chat.js");
    String root = BASE + "react/" + react.version + "/";
    page.route(root + "**", route -> answer(react, route, root));
    String imports = "{\"imports\":{\"react\":\"" + root + "react.js\"}}";
    page.addScriptTag(new Page.AddScriptTagOptions().setType("importmap").setContent(imports));
    page.addScriptTag(new Page.AddScriptTagOptions().setType("module").setUrl(root + "app.js"));
    page.waitForFunction("version => window.version === version", react.version);
    return page;
  }

  private static void answer(React react, Route route, String root) {
    String path = route.request().url().substring(root.length());
    String library = "commonjs/";
    try {
      String body =
          path.startsWith(library)
              ? react.source(path.substring(library.length()))
              : Files.readString(Path.of("src", "test", "client", "react", path));
      route.fulfill(new Route.FulfillOptions().setContentType("text/javascript").setBody(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of all that it opens from now on. */
  private static List<String> sockets(Page page) {
    List<String> sockets = new ArrayList<>();
    page.onWebSocket(socket -> sockets.add(socket.url()));
    return sockets;
  }

  /** The same claims, signed by nobody. */
  private static String forged(Rest.Ticket member) {
    return member.token().replaceFirst(".{8}$", "AAAAAAAA");
  }

  private static void show(Page page, String component, Map<String, String> properties) {
    page.evaluate("([which, props]) => show(which, props)", List.of(component, properties));
  }

  private static void until(Page page, String condition) {
    page.waitForFunction("() => window.now && (" + condition + ")");
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Page page) {
    return (List<String>) page.evaluate("now.texts");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> messages(Page page) {
    return (List<Map<String, Object>>) page.evaluate("now.messages");
  }

  /** As soon as the rate allows. */
  private void say(Rest.Ticket member, String text) {
    String path = "api/rooms/" + member.roomId() + "/messages";
    String body = "{\"message\":\"" + text + "\"}";
    String bearer = "Bearer " + member.token();
    Await.until(
        PATIENCE,
        "it is said: " + text,
        () -> rest.post(path, body, "Authorization", bearer).status() == 201);
  }

  private String renewed(Rest.Ticket member) {
    return rest.post("api/tokens/renew", "", "Authorization", "Bearer " + member.token())
        .json()
        .get("token")
        .asText();
  }
}
