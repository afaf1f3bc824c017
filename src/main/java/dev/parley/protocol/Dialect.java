package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a socket speaks. */
public enum Dialect {
  /** Without a subprotocol: what the first clients speak. */
  PLAIN {
    @Override
    public ClientFrame decode(String frame) {
      return new ClientFrame.Post(null, PlainDialect.decode(frame));
    }

    @Override
    public @Nullable Frame encode(ServerEvent event) {
      return event instanceof ServerEvent.Said said ? PlainDialect.encode(said.message()) : null;
    }

    @Override
    public Frame pack(List<Frame> waiting) {
      return waiting.get(0);
    }

    @Override
    public boolean packs() {
      return false;
    }

    @Override
    public boolean echoes() {
      return false;
    }
  },

  /** Subprotocol {@code parley.v1}. */
  PARLEY_V1 {
    @Override
    public ClientFrame decode(String frame) {
      return ParleyDialect.decode(frame);
    }

    @Override
    public Frame encode(ServerEvent event) {
      return ParleyDialect.encode(event);
    }

    @Override
    public Frame pack(List<Frame> waiting) {
      return Frame.array(waiting);
    }

    @Override
    public boolean packs() {
      return true;
    }

    @Override
    public boolean echoes() {
      return true;
    }
  };

  /** The name in {@code Sec-WebSocket-Protocol} (RFC 6455, section 1.9). */
  public static final String SUBPROTOCOL = "parley.v1";

  /**
   * What a socket speaks by its handshake.
   *
   * @param subprotocol as negotiated; null or empty for none
   */
  public static Dialect of(@Nullable String subprotocol) {
    return SUBPROTOCOL.equals(subprotocol) ? PARLEY_V1 : PLAIN;
  }

  /** Never throws for what somebody sends. */
  public abstract ClientFrame decode(String frame);

  /** The event, or null if this dialect has no word for it. */
  public abstract @Nullable Frame encode(ServerEvent event);

  /**
   * What goes over the wire for what waits.
   *
   * @param waiting one, or more where this dialect {@link #packs}
   */
  public abstract Frame pack(List<Frame> waiting);

  /** Whether what waits together travels together. */
  public abstract boolean packs();

  /** Whether a member's own messages come back, as their acknowledgement. */
  public abstract boolean echoes();
}
