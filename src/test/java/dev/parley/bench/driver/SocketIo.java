package dev.parley.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.it.Rest.Ticket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Socket.IO 4 (protocol 5 over Engine.IO 4), by WebSocket from the start. */
public final class SocketIo implements Protocol {

  private static final String OPENED = "0";
  private static final String PING = "2";
  private static final String PONG = "3";
  private static final String CONNECT = "40";
  private static final byte[] BEFORE_TEXT = "42[\"message\",\"".getBytes(US_ASCII);
  private static final byte[] AFTER_TEXT = "\"]".getBytes(US_ASCII);

  @Override
  public Upgrade upgrade(Ticket ticket, @Nullable Position after) {
    return new Upgrade("socket.io/?EIO=4&transport=websocket", "");
  }

  @Override
  public boolean isGreeted() {
    return true;
  }

  @Override
  public Heard hear(String beginning, Ticket ticket) {
    if (beginning.equals(PING)) {
      return Heard.repliedWith(PONG);
    }
    if (beginning.startsWith(OPENED)) {
      return Heard.repliedWith(CONNECT + "{\"token\":\"" + ticket.token() + "\"}");
    }
    if (beginning.startsWith(CONNECT)) {
      return Heard.OPENED;
    }
    throw new IllegalStateException("not let in: " + beginning);
  }

  @Override
  public void putPost(ByteBuffer into, int sender, long sequence, long nanos) {
    into.put(BEFORE_TEXT);
    Marker.putText(into, sender, sequence, nanos);
    into.put(AFTER_TEXT);
  }

  @Override
  public boolean echoes() {
    return true;
  }
}
