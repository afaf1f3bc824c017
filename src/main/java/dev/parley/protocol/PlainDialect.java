package dev.parley.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * What a socket without a subprotocol speaks: in, a text frame is the message; out, one object with
 * exactly the keys {@code name}, {@code message} and {@code timestamp}. Stateless, for any thread.
 *
 * <p>It uses Jackson's streams and no data binding: a server's own Jackson would keep our classes
 * in its caches after an undeployment.
 */
public final class PlainDialect {

  private static final JsonFactory JSON = new JsonFactory();

  private PlainDialect() {}

  public static Frame encode(Message message) {
    StringWriter text = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", message.author().name());
      json.writeStringField("message", message.text());
      json.writeStringField("timestamp", Timestamps.format(message.timestamp()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return Frame.of(text.toString());
  }

  /**
   * The message that a client's frame carries: the frame itself or, when it is one JSON string
   * literal as the first React hook sends it, what the literal stands for.
   */
  public static String decode(String frame) {
    String trimmed = frame.strip();
    if (trimmed.length() < 2 || !trimmed.startsWith("\"") || !trimmed.endsWith("\"")) {
      return frame;
    }
    try (JsonParser json = JSON.createParser(frame)) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        return frame;
      }
      String literal = json.getText();
      return json.nextToken() == null ? literal : frame;
    } catch (IOException notALiteral) {
      return frame;
    }
  }
}
