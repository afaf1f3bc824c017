package dev.parley.bench.driver;

import dev.parley.it.Rest.Ticket;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A text frame is the text, and the room is known by the address. */
public final class PlainText implements Protocol {

  private final boolean echoes;
  private final Function<Ticket, String> target;

  private PlainText(boolean echoes, Function<Ticket, String> target) {
    this.echoes = echoes;
    this.target = target;
  }

  /** The seed contract: to everyone but the sender. */
  public static PlainText toOthers() {
    return new PlainText(false, PlainText::withToken);
  }

  /** The same to everyone. */
  public static PlainText toAll() {
    return new PlainText(true, PlainText::withToken);
  }

  /** To everyone, by servers who ask for no token. */
  public static PlainText toAllWithoutTokens() {
    return new PlainText(true, ticket -> "room/" + ticket.roomId());
  }

  private static String withToken(Ticket ticket) {
    return "ws/chat?token=" + ticket.token();
  }

  @Override
  public Upgrade upgrade(Ticket ticket, @Nullable Position after) {
    return new Upgrade(target.apply(ticket), "");
  }

  @Override
  public boolean isGreeted() {
    return false;
  }

  @Override
  public Heard hear(String beginning, Ticket ticket) {
    return Heard.NOTHING;
  }

  @Override
  public void putPost(ByteBuffer into, int sender, long sequence, long nanos) {
    Marker.putText(into, sender, sequence, nanos);
  }

  @Override
  public boolean echoes() {
    return echoes;
  }
}
