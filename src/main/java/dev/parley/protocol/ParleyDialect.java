package dev.parley.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Subprotocol {@code parley.v1}: in, one JSON object a frame; out, a JSON array of one or more
 * events. Strict in what it reads: a key too many, twice or of another type makes a frame
 * unreadable. Stateless, for any thread; Jackson's streams alone, as in {@link PlainDialect}.
 */
final class ParleyDialect {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The types of client frames, and the keys of each. */
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "post", Set.of("type", "ref", "message"),
          "typing", Set.of("type"),
          "renew", Set.of("type", "token"));

  private ParleyDialect() {}

  /** An event as it stands in the array. */
  static Frame encode(ServerEvent event) {
    StringWriter text = new StringWriter(192);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      write(event, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return Frame.of(text.toString());
  }

  static ClientFrame decode(String frame) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new ClientFrame.Unreadable("A frame is one JSON object.", null);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          return unreadable("Each value is a string.", fields);
        }
        fields.put(key, json.getText());
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        return unreadable("A frame is one JSON object.", fields);
      }
    } catch (IOException malformed) {
      return unreadable("This is not well-formed JSON.", fields);
    }
    return read(fields);
  }

  private static ClientFrame read(Map<String, String> fields) {
    String type = fields.getOrDefault("type", "");
    if (!KEYS.containsKey(type)) {
      return unreadable("The type is post, typing or renew.", fields);
    }
    if (!fields.keySet().equals(KEYS.get(type))) {
      return unreadable("A frame of this type has other keys.", fields);
    }
    String ref = fields.getOrDefault("ref", "");
    return switch (type) {
      case "typing" -> new ClientFrame.Typing();
      case "renew" -> new ClientFrame.Renew(fields.getOrDefault("token", ""));
      default ->
          Text.isRef(ref)
              ? new ClientFrame.Post(ref, fields.getOrDefault("message", ""))
              : unreadable("A ref has 1 to 64 characters.", fields);
    };
  }

  private static ClientFrame unreadable(String detail, Map<String, String> fields) {
    String ref = fields.get("ref");
    return new ClientFrame.Unreadable(detail, ref != null && Text.isRef(ref) ? ref : null);
  }

  private static void write(ServerEvent event, JsonGenerator json) throws IOException {
    // A chain, since pattern matching in switch is no part of Java 17.
    if (event instanceof ServerEvent.Said said) {
      json.writeStringField("type", "message");
      write(said.message(), json);
    } else if (event instanceof ServerEvent.Welcome welcome) {
      write(welcome, json);
    } else if (event instanceof ServerEvent.Joined joined) {
      json.writeStringField("type", "joined");
      json.writeFieldName("member");
      write(joined.member(), json);
    } else if (event instanceof ServerEvent.Left left) {
      json.writeStringField("type", "left");
      json.writeStringField("client_id", left.clientId());
    } else if (event instanceof ServerEvent.Typing typing) {
      json.writeStringField("type", "typing");
      writeFields(typing.member(), json);
    } else if (event instanceof ServerEvent.Heartbeat heartbeat) {
      json.writeStringField("type", "heartbeat");
      json.writeNumberField("head", heartbeat.head());
    } else if (event instanceof ServerEvent.Renewed renewed) {
      json.writeStringField("type", "renewed");
      json.writeStringField("expires_at", Timestamps.format(renewed.expiresAt()));
    } else if (event instanceof ServerEvent.Failed failed) {
      write(failed, json);
    }
  }

  private static void write(Message message, JsonGenerator json) throws IOException {
    json.writeNumberField("seq", message.seq());
    json.writeStringField("ref", message.ref());
    writeFields(message.author(), json);
    json.writeStringField("message", message.text());
    json.writeStringField("timestamp", Timestamps.format(message.timestamp()));
  }

  private static void write(ServerEvent.Welcome welcome, JsonGenerator json) throws IOException {
    json.writeStringField("type", "welcome");
    writeFields(welcome.self(), json);
    json.writeStringField("room_id", welcome.roomId());
    json.writeStringField("epoch", welcome.epoch());
    json.writeNumberField("head", welcome.head());
    json.writeBooleanField("resumed", welcome.resumed());
    json.writeArrayFieldStart("members");
    for (Member member : welcome.members()) {
      write(member, json);
    }
    json.writeEndArray();
    json.writeStringField("expires_at", Timestamps.format(welcome.terms().expiresAt()));
    json.writeNumberField("heartbeat_ms", welcome.terms().heartbeat().toMillis());
    json.writeNumberField("max_message_chars", welcome.terms().maxMessageChars());
  }

  private static void write(ServerEvent.Failed failed, JsonGenerator json) throws IOException {
    json.writeStringField("type", "error");
    json.writeStringField("code", failed.code().name().toLowerCase(Locale.ROOT));
    json.writeStringField("detail", failed.detail());
    if (failed.ref() != null) {
      json.writeStringField("ref", failed.ref());
    }
    Duration retryAfter = failed.retryAfter();
    if (retryAfter != null) {
      json.writeNumberField("retry_after_ms", Math.max(1, retryAfter.toMillis()));
    }
  }

  private static void write(Member member, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(member, json);
    json.writeEndObject();
  }

  private static void writeFields(Member member, JsonGenerator json) throws IOException {
    json.writeStringField("client_id", member.clientId());
    json.writeStringField("name", member.name());
  }
}
