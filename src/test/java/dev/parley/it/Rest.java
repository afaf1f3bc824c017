package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The HTTP side of a running Parley. */
public final class Rest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final HttpClient http;

  /** An answer, with its body as JSON where it is. */
  public record Answer(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String body() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A member as a client sees itself. */
  public record Ticket(String token, String roomId) {}

  public Rest(URI base) {
    this(base, HTTP);
  }

  /** With another client than the usual one, which trusts whom the JDK trusts. */
  public Rest(URI base, HttpClient http) {
    this.base = base;
    this.http = http;
  }

  public URI base() {
    return base;
  }

  /** {@code GET /create-room}. */
  public Ticket create(String name) {
    JsonNode json = get("create-room?name=" + encode(name)).json();
    return new Ticket(json.get("token").asText(), json.get("room_id").asText());
  }

  /** {@code GET /join-room}. */
  public Ticket join(String name, String roomId) {
    JsonNode json = get("join-room?name=" + encode(name) + "&room_id=" + encode(roomId)).json();
    return new Ticket(json.get("token").asText(), roomId);
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  public Answer post(String path, String json, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  public Answer send(String method, String path, String... headers) {
    return send(request(path, headers).method(method, BodyPublishers.noBody()).build());
  }

  /** The room as one of its members sees it. */
  public JsonNode describe(Ticket ticket) {
    return get("api/rooms/" + ticket.roomId(), "Authorization", "Bearer " + ticket.token()).json();
  }

  /** How many members are connected. */
  /** The texts of the latest page of what was said, oldest first. */
  public List<String> messages(Ticket ticket) {
    String path = "api/rooms/" + ticket.roomId() + "/messages";
    JsonNode page = get(path, "Authorization", "Bearer " + ticket.token()).json();
    return page.get("messages").findValuesAsText("message");
  }

  public int members(Ticket ticket) {
    return describe(ticket).get("members").size();
  }

  /** A plain socket for this member. */
  public RawWebSocket open(Ticket ticket) {
    return RawWebSocket.open(base, "?token=" + ticket.token());
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(1));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      return new Answer(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
