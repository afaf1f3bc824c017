package dev.parley.it.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a page and the server's sockets, and does to them what networks and servers do.
 */
final class Wire {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DELIVER = "deliver";
  private static final String HOLD = "hold";

  private boolean up = true;

  /** What becomes of a post: {@link #DELIVER}, {@link #HOLD}, or the code of a refusal. */
  private String posts = DELIVER;

  private @Nullable Duration retryNextAfter;

  private String lastRef = "";
  private @Nullable WebSocketRoute client;

  /** To be there before the page is. */
  static Wire of(Page page) {
    Wire wire = new Wire();
    page.routeWebSocket(Pattern.compile("/ws/chat"), wire::opened);
    return wire;
  }

  private void opened(WebSocketRoute route) {
    client = route;
    if (!up) {
      close(4002, "no pong");
      return;
    }
    WebSocketRoute server = route.connectToServer();
    route.onMessage(
        frame -> {
          JsonNode said = read(frame.text());
          Duration retryAfter = retryNextAfter;
          if (retryAfter != null && said.get("type").asText().equals("post")) {
            retryNextAfter = null;
            lastRef = said.get("ref").asText();
            long ms = retryAfter.toMillis();
            answerHeld(Map.of("code", "rate_limited", "retry_after_ms", ms));
            return;
          }
          if (!said.get("type").asText().equals("post") || posts.equals(DELIVER)) {
            server.send(frame.text());
            return;
          }
          lastRef = said.get("ref").asText();
          if (!posts.equals(HOLD)) {
            refuseHeld(posts);
          }
        });
  }

  void deliverPosts() {
    posts = DELIVER;
  }

  /** They are neither delivered nor answered. */
  void holdPosts() {
    posts = HOLD;
  }

  /** They are answered with this error. */
  void refusePosts(String code) {
    posts = code;
  }

  /** The last post that was held is answered with this error. */
  void refuseHeld(String code) {
    answerHeld(Map.of("code", code));
  }

  /** The next post is answered as one that came too soon, those after it are delivered. */
  void limitNextPost(Duration retryAfter) {
    retryNextAfter = retryAfter;
  }

  private void answerHeld(Map<String, Object> problem) {
    Map<String, Object> error = new HashMap<>(problem);
    error.putAll(Map.of("type", "error", "detail", "", "ref", lastRef));
    client.send(JSON.valueToTree(List.of(error)).toString());
  }

  /** The connection is lost, and there is none until {@link #mend}. */
  void cut() {
    up = false;
    close(4002, "no pong");
  }

  void mend() {
    up = true;
  }

  void close(int code, String reason) {
    client.close(new WebSocketRoute.CloseOptions().setCode(code).setReason(reason));
  }

  private static JsonNode read(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new AssertionError(frame, e);
    }
  }
}
