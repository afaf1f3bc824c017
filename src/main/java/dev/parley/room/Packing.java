package dev.parley.room;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what travels together, once for all who are to get the same: in a room, most are.
 * For one thread.
 */
final class Packing {

  private List<Frame> together = List.of();
  private @Nullable Frame packed;

  /**
   * @param frames one, or more where the dialect packs
   */
  Frame of(List<Frame> frames, Dialect dialect) {
    if (!dialect.packs()) {
      return dialect.pack(frames);
    }
    Frame last = packed;
    if (last == null || !frames.equals(together)) {
      last = dialect.pack(frames);
      together = frames;
      packed = last;
    }
    return last;
  }
}
