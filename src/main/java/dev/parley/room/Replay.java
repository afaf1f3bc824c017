package dev.parley.room;

import dev.parley.history.MessageLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Message;
import dev.parley.protocol.ServerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Brings one participant from the last message that it has to where the room is, while the room
 * goes on: no gap, no repeat, in {@code seq} order, and never faster than the peer reads.
 *
 * <p>It works in rounds. A round reads a page from the log, and offers it bit by bit as the outbox
 * empties. What is said in the room meanwhile is set aside. If the page and what was set aside
 * meet, the rest is offered in the room's turn, and the participant is live. If they do not,
 * because there is more than a page or too much was set aside, what was set aside is dropped, for
 * it is in the log, and another round begins.
 */
final class Replay {

  static final int PAGE = 100;
  private static final int MOST_ASIDE = 500;
  private static final int MOST_ASIDE_CHARS = 50_000;

  private final Room room;
  private final MessageLog log;
  private final Participant participant;

  /** The last message that was offered, or that the client had before. */
  private volatile long cursor;

  /** Guarded by the room's turn, as what follows. */
  private final List<Message> aside = new ArrayList<>();

  private long asideChars;
  private boolean asideIsWhole = true;

  Replay(Room room, MessageLog log, Participant participant, long after) {
    this.room = room;
    this.log = log;
    this.participant = participant;
    this.cursor = after;
  }

  /** Something new was said. In the room's turn. */
  void setAside(Message message) {
    asideChars += message.text().length();
    asideIsWhole &= asideChars <= MOST_ASIDE_CHARS && aside.size() < MOST_ASIDE;
    if (asideIsWhole) {
      aside.add(message);
    }
  }

  /** Whether the participant was offered this message, or had it. */
  boolean isPast(long seq) {
    return seq <= cursor;
  }

  /** Offers the first page, which was read before the participant came into the room. */
  void start(List<Message> page) {
    offer(told(page));
  }

  /** What the log has and the room has not told yet will be set aside, or come live. */
  private Queue<Message> told(List<Message> page) {
    long head = room.head();
    Queue<Message> told = new ArrayDeque<>(page);
    told.removeIf(message -> message.seq() > head);
    return told;
  }

  private void offer(Queue<Message> page) {
    Fanout fanout = new Fanout();
    for (Message next = page.peek(); next != null; next = page.peek()) {
      Encoding said = new Encoding(new ServerEvent.Said(next));
      if (!participant.outbox().isIdle() && !participant.outbox().hasRoomFor(bytes(said))) {
        break;
      }
      fanout.offer(participant, said);
      cursor = page.remove().seq();
    }
    room.deliver(fanout);
    participant.outbox().whenEmpty(() -> proceed(page));
  }

  private void proceed(Queue<Message> page) {
    if (!page.isEmpty()) {
      offer(page);
    } else if (!room.goLive(participant, this)) {
      long head = room.head();
      log.after(room.id(), cursor, PAGE).whenComplete((next, failure) -> read(head, next, failure));
    }
  }

  private void read(long head, @Nullable List<Message> page, @Nullable Throwable failure) {
    if (failure != null || page == null) {
      participant.hangUp(CloseCode.UNAVAILABLE);
      return;
    }
    Queue<Message> told = told(page);
    if (told.isEmpty()) {
      cursor = Math.max(cursor, head); // what was between is no longer kept
    }
    offer(told);
  }

  /**
   * What was set aside and not offered yet, if nothing is missing between and the outbox has room
   * for it; otherwise another round begins. In the room's turn.
   *
   * @param head of the room
   */
  @Nullable List<Encoding> rest(long head) {
    List<Message> rest = aside.stream().filter(message -> !isPast(message.seq())).toList();
    boolean meets =
        cursor >= head || (asideIsWhole && !rest.isEmpty() && rest.get(0).seq() == cursor + 1);
    aside.clear();
    asideChars = 0;
    asideIsWhole = true;
    if (!meets) {
      return null;
    }
    List<Encoding> said =
        rest.stream().map(message -> new Encoding(new ServerEvent.Said(message))).toList();
    boolean fits =
        said.isEmpty()
            || participant.outbox().hasRoomFor(said.stream().mapToLong(this::bytes).sum());
    return fits ? said : null;
  }

  private long bytes(Encoding said) {
    Frame frame = said.in(participant.dialect());
    return frame == null ? 0 : frame.bytes();
  }
}
