package dev.parley.room;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import dev.parley.protocol.ServerEvent;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event on its way to many: encoded at most once for each dialect. For one thread at a time. */
final class Encoding {

  private final ServerEvent event;
  private final Map<Dialect, @Nullable Frame> frames = new EnumMap<>(Dialect.class);

  Encoding(ServerEvent event) {
    this.event = event;
  }

  /** The event, or null if the dialect has no word for it. */
  @Nullable Frame in(Dialect dialect) {
    return frames.computeIfAbsent(dialect, d -> d.encode(event));
  }
}
