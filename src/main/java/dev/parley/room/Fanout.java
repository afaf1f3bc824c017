package dev.parley.room;

import dev.parley.protocol.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Hands events to many outboxes while a room's turn is held, and lets them be written after it. For
 * one thread.
 */
final class Fanout {

  private final List<Outbox> due = new ArrayList<>();

  /** To a participant whose dialect has a word for it. */
  void offer(Participant to, Encoding event) {
    Frame frame = event.in(to.dialect());
    if (frame != null && to.outbox().offer(frame)) {
      due.add(to.outbox());
    }
  }

  /** Once, after the turn. */
  void start(Executor delivery) {
    if (!due.isEmpty()) {
      delivery.execute(this::drain);
    }
  }

  private void drain() {
    Packing packing = new Packing();
    due.forEach(outbox -> outbox.drain(packing));
  }
}
