package dev.parley.room;

import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.room.Participant.Resume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One room, of which the test takes every step itself. */
final class SteppedRoom {

  static final Outbox.Limits NO_LIMITS = new Outbox.Limits(0, Duration.ZERO);

  final Steps steps = new Steps();
  final Rooms house = new Rooms().delivery(steps);
  final SteppedLog log;
  final RoomManager manager;
  final String id;
  private int refs;

  SteppedRoom() {
    this(1);
  }

  /**
   * @param batch how many messages are committed at a time
   */
  SteppedRoom(int batch) {
    log = new SteppedLog(house.memory(), steps, batch);
    manager = house.log(log).manager();
    id = done(manager.create(Rooms.ANN));
  }

  /** As it is open. */
  Room room() {
    return done(manager.find(id)).orElseThrow();
  }

  /** What was said before anybody on this node was here. */
  SteppedRoom with(int messages, String text) {
    for (int i = 0; i < messages; i++) {
      slip(text);
    }
    return this;
  }

  Message slip(String text) {
    return log.slip(id, Rooms.ANN, ref(), text);
  }

  /** Begins to say something. */
  CompletionStage<Posted> say(Member author, String text) {
    return room().post(author, ref(), text);
  }

  String ref() {
    return "r-" + ++refs;
  }

  /** All steps are taken, and this is what came of it. */
  <T> T done(CompletionStage<T> future) {
    steps.runAll();
    return Rooms.await(future);
  }

  Wire v1(Member member) {
    return wire(member, null, NO_LIMITS);
  }

  Wire v1(Member member, long after) {
    return wire(member, new Resume(after, room().epoch()), NO_LIMITS);
  }

  Wire wire(Member member, @Nullable Resume resume, Outbox.Limits limits) {
    return new Wire(member, resume, limits, steps).join(manager, id);
  }

  /** Until nothing is to be done, and nothing to be read. */
  void runAndRead(Wire... wires) {
    boolean more = true;
    while (more) {
      steps.runAll();
      more = false;
      for (Wire wire : wires) {
        more |= wire.read();
      }
    }
  }

  static List<Long> seqs(int from, int to) {
    List<Long> seqs = new ArrayList<>();
    for (long seq = from; seq <= to; seq++) {
      seqs.add(seq);
    }
    return seqs;
  }
}
