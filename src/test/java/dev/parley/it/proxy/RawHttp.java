package dev.parley.it.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer to a request over a connection that somebody else has made, with whatever headers: to
 * lie with, as the JDK's client does not.
 */
record RawHttp(int status, String head) {

  /** Creates a room. */
  static RawHttp create(Socket connected, URI base, String... headers) {
    String body = "{\"name\":\"Ann\"}";
    StringBuilder request = new StringBuilder();
    request.append("POST ").append(base.getPath()).append("api/rooms HTTP/1.1\r\n");
    request.append("Host: ").append(base.getAuthority()).append("\r\n");
    request.append("Content-Type: application/json\r\nConnection: close\r\n");
    request.append("Content-Length: ").append(body.length()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    try (connected) {
      connected.setSoTimeout(60_000);
      connected
          .getOutputStream()
          .write(request.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
      String answer = new String(connected.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
      return new RawHttp(Integer.parseInt(head.split(" ", 3)[1]), head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where there is none. */
  String header(String name) {
    Matcher line = Pattern.compile("(?im)^" + name + ": *([^\r\n]*)").matcher(head);
    return line.find() ? line.group(1) : "";
  }
}
