package dev.parley.bench.driver;

import dev.parley.it.Rest.Ticket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What is said on a WebSocket, beside the texts themselves. */
public interface Protocol {

  /**
   * What the handshake asks for.
   *
   * @param target path and query, without the slash at the beginning
   * @param headers each with its line's end
   */
  record Upgrade(String target, String headers) {}

  /** Up to where a member has everything. */
  record Position(String epoch, long sequence) {}

  /**
   * What the client makes of a message.
   *
   * @param reply empty for none
   * @param opens whether the connection is open from now on
   * @param position from which the member goes on, where there is such a thing
   */
  record Heard(String reply, boolean opens, @Nullable Position position) {

    static final Heard NOTHING = new Heard("", false, null);
    static final Heard OPENED = new Heard("", true, null);

    static Heard repliedWith(String reply) {
      return new Heard(reply, false, null);
    }
  }

  /**
   * The handshake of one more connection.
   *
   * @param after where to resume; null to begin
   */
  Upgrade upgrade(Ticket ticket, @Nullable Position after);

  /** Whether the server has to say something before the connection is open. */
  boolean isGreeted();

  /**
   * Called for what comes before the connection is open, and for every message of a single byte.
   *
   * @param beginning of the message; all of it unless it is long
   */
  Heard hear(String beginning, Ticket ticket);

  /** The message that posts a text with that marker. */
  void putPost(ByteBuffer into, int sender, long sequence, long nanos);

  /** Whether who posts gets the text, too. */
  boolean echoes();

  /** Whether who comes back gets what was said meanwhile. */
  default boolean resumes() {
    return false;
  }
}
