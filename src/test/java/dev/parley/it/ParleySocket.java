package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A client that speaks {@code parley.v1}, with its token among the subprotocols. */
public final class ParleySocket implements Closeable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final byte[] NORMAL_CLOSURE = {1000 >> 8, (byte) 1000};

  private final RawWebSocket socket;
  private final Queue<JsonNode> unread = new ArrayDeque<>();

  private ParleySocket(RawWebSocket socket) {
    this.socket = socket;
  }

  public static ParleySocket open(URI base, String token) {
    return open(base, token, "");
  }

  /**
   * One that wants to go on where it was.
   *
   * @param after the last {@code seq} that it has
   */
  public static ParleySocket resume(URI base, String token, long after, String epoch) {
    return open(base, token, "?after=" + after + "&epoch=" + epoch);
  }

  public static ParleySocket open(URI base, String token, String query, String... headers) {
    return new ParleySocket(handshake(base, token, query, headers));
  }

  /** One over a connection that somebody else has made. */
  public static ParleySocket over(Socket connected, URI base, String token) {
    return new ParleySocket(RawWebSocket.over(connected, base, "", subprotocols(token)));
  }

  /** The handshake alone. */
  public static RawWebSocket handshake(URI base, String token, String query, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add(subprotocols(token));
    return RawWebSocket.open(base, query, all.toArray(String[]::new));
  }

  private static String subprotocols(String token) {
    return "Sec-WebSocket-Protocol: parley.v1, parley.bearer." + token;
  }

  public RawWebSocket raw() {
    return socket;
  }

  public void post(String ref, String message) {
    send(
        JSON.createObjectNode()
            .put("type", "post")
            .put("ref", ref)
            .put("message", message)
            .toString());
  }

  public void send(String frame) {
    socket.sendText(frame);
  }

  /** The next event, whatever it is. */
  public JsonNode next() {
    while (unread.isEmpty()) {
      unread.addAll(events(socket.readText()));
    }
    return unread.remove();
  }

  /** The next event of that type; what comes before is passed over. */
  public JsonNode next(String type) {
    JsonNode event = next();
    while (!event.get("type").asText().equals(type)) {
      event = next();
    }
    return event;
  }

  /** The Close frame that comes next, after whatever events still come before it. */
  public RawWebSocket.Frame readClose() {
    return socket.readClose();
  }

  /**
   * Says good-bye and waits for the answer (RFC 6455, section 7.1.1): who just vanishes around the
   * handshake is noticed by some containers only when a ping remains unanswered.
   */
  @Override
  public void close() {
    try {
      socket.send(RawWebSocket.CLOSE, true, NORMAL_CLOSURE);
      socket.readClose();
    } catch (UncheckedIOException gone) {
      // which is what was wanted
    } finally {
      socket.close();
    }
  }

  private static List<JsonNode> events(String frame) {
    try {
      JsonNode array = JSON.readTree(frame);
      if (!array.isArray() || array.isEmpty()) {
        throw new AssertionError("not an array of events: " + frame);
      }
      List<JsonNode> events = new ArrayList<>();
      array.forEach(events::add);
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
