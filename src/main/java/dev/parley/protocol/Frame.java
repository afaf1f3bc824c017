package dev.parley.protocol;

import java.nio.charset.StandardCharsets;

/**
 * A text frame ready to be sent, encoded once however many receive it.
 *
 * @param bytes its size on the wire, in UTF-8, without the WebSocket header
 */
public record Frame(String text, int bytes) {

  public static Frame of(String text) {
    return new Frame(text, text.getBytes(StandardCharsets.UTF_8).length);
  }
}
