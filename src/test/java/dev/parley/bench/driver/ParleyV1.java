package dev.parley.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dialect {@code parley.v1}. */
public final class ParleyV1 implements Protocol {

  private static final byte[] BEFORE_REF = "{\"type\":\"post\",\"ref\":\"".getBytes(US_ASCII);
  private static final byte[] BEFORE_TEXT = "\",\"message\":\"".getBytes(US_ASCII);
  private static final byte[] AFTER_TEXT = "\"}".getBytes(US_ASCII);

  private static final Pattern WELCOME =
      Pattern.compile(
          "\\[\\{\"type\":\"welcome\",.*?\"epoch\":\"([^\"]+)\",\"head\":(\\d+),.*",
          Pattern.DOTALL);

  @Override
  public Upgrade upgrade(Ticket ticket, @Nullable Position after) {
    String query =
        after == null ? "" : "?after=" + after.sequence() + "&epoch=" + Rest.encode(after.epoch());
    return new Upgrade(
        "ws/chat" + query,
        "Sec-WebSocket-Protocol: parley.v1, parley.bearer." + ticket.token() + "\r\n");
  }

  @Override
  public boolean isGreeted() {
    return true;
  }

  @Override
  public Heard hear(String beginning, Ticket ticket) {
    Matcher welcome = WELCOME.matcher(beginning);
    if (!welcome.matches()) {
      throw new IllegalStateException("no welcome: " + beginning);
    }
    return new Heard("", true, new Position(welcome.group(1), Long.parseLong(welcome.group(2))));
  }

  @Override
  public void putPost(ByteBuffer into, int sender, long sequence, long nanos) {
    into.put(BEFORE_REF);
    Marker.putId(into, sender, sequence);
    into.put(BEFORE_TEXT);
    Marker.putText(into, sender, sequence, nanos);
    into.put(AFTER_TEXT);
  }

  @Override
  public boolean echoes() {
    return true;
  }

  @Override
  public boolean resumes() {
    return true;
  }
}
