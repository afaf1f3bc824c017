package dev.parley.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.reliability.Told.Page;
import dev.parley.reliability.Told.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** REST as these clients use it; a call that fails may be made again. For any thread. */
final class Api {

  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PAGE = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI base;
  private final Words words;

  /** Somebody's way into a room. */
  record Ticket(String token, String roomId, String clientId) {}

  /** A room's log as somebody reads it. */
  record Book(String roomId, String epoch, long head, List<Said> messages) {}

  /** An answer that no repetition will change. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  Api(URI base, Words words) {
    this.base = base;
    this.words = words;
  }

  Ticket create(String name) throws IOException {
    return ticket(send(request("api/rooms").POST(json(Map.of("name", name))), 201));
  }

  Ticket join(String name, String roomId) throws IOException {
    String path = "api/rooms/" + roomId + "/members";
    return ticket(send(request(path).POST(json(Map.of("name", name))), 201));
  }

  private static Ticket ticket(JsonNode json) {
    return new Ticket(
        json.get("token").asText(), json.get("room_id").asText(), json.get("client_id").asText());
  }

  long head(Ticket ticket) throws IOException {
    return describe(ticket).get("head").asLong();
  }

  Page after(Ticket ticket, long after) throws IOException {
    String path = "/messages?limit=" + PAGE + "&after=" + after;
    JsonNode json = send(request(ticket, path).GET(), 200);
    List<Said> messages = new ArrayList<>();
    json.get("messages").forEach(message -> messages.add(said(message)));
    return new Page(after, messages, json.get("epoch").asText());
  }

  Said post(Ticket ticket, String ref, String text) throws IOException {
    return said(
        send(request(ticket, "/messages").POST(json(Map.of("ref", ref, "message", text))), 201));
  }

  /** All pages. */
  Book read(Ticket ticket) throws IOException {
    JsonNode room = describe(ticket);
    List<Said> messages = new ArrayList<>();
    List<Said> page = after(ticket, 0).messages();
    while (!page.isEmpty()) {
      messages.addAll(page);
      page = after(ticket, messages.get(messages.size() - 1).seq()).messages();
    }
    return new Book(
        ticket.roomId(), room.get("epoch").asText(), room.get("head").asLong(), messages);
  }

  Said said(JsonNode message) {
    return words.of(
        new Said(
            message.get("seq").asLong(),
            message.get("ref").asText(),
            message.get("client_id").asText(),
            message.get("message").asText()));
  }

  private JsonNode describe(Ticket ticket) throws IOException {
    return send(request(ticket, "").GET(), 200);
  }

  private static HttpRequest.BodyPublisher json(Map<String, String> fields) throws IOException {
    return BodyPublishers.ofString(JSON.writeValueAsString(fields));
  }

  private HttpRequest.Builder request(Ticket ticket, String path) {
    return request("api/rooms/" + ticket.roomId() + path)
        .header("Authorization", "Bearer " + ticket.token());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request, int expected) throws IOException {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status == expected) {
        return JSON.readTree(answer.body());
      }
      String what = answer.request().uri().getPath() + ": " + status + " " + answer.body();
      throw status / 100 == 4 && status != 429 && status != 404
          ? new RefusedException(what)
          : new IOException(what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
