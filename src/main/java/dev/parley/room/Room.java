package dev.parley.room;

import dev.parley.history.MessageLog;
import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.StoredRoom;
import dev.parley.history.UnknownRoomException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.ServerEvent;
import dev.parley.protocol.Text;
import dev.parley.room.Participant.Resume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A room on this node: who is here, and what reaches them. It is opened from the log when somebody
 * needs it, and may be put away when nobody does; what was said is the log's.
 *
 * <p>Whoever joins, leaves or is told something takes a turn, which is short and without I/O: so
 * one who comes gets each message of the room from then on, once and in order. For any thread.
 */
public final class Room {

  /** A gap of more messages is not replayed: the client reads the history instead. */
  private static final long LONGEST_REPLAY = 1000;

  private static final int PAGE = 200;
  private static final long AFRESH = -1;

  /** How an attempt to enter ended. */
  public sealed interface Entry {

    record Joined(Room room) implements Entry {}

    record Refused(CloseCode why) implements Entry {}

    /** The room was put away in between; to be opened again. */
    record PutAway() implements Entry {}
  }

  /** A room as REST describes it. */
  record Description(
      String roomId, Instant createdAt, long head, String epoch, List<Member> members) {}

  private final String id;
  private final String epoch;
  private final Instant createdAt;
  private final RoomManager.Context context;
  private final Consumer<Departure> departures;

  private final Object turn = new Object();
  private final Map<String, List<Participant>> participants = new LinkedHashMap<>();

  /** Members whose last socket has just gone. */
  private final Map<String, Departure> departing = new LinkedHashMap<>();

  private final Set<String> removed;

  /** The last message that was told to those who are here. */
  private volatile long head;

  /** The last message that we have heard of; more than {@link #head} while a gap is read. */
  private long known;

  private boolean reading;
  private boolean putAway;
  private Instant usedAt;
  private Instant touchedAt;

  /** Somebody's going, which becomes a leaving unless they are back in time. */
  record Departure(Room room, Member member, long since) {}

  /**
   * @param departures takes those who have gone, to be handed to {@link #depart} if they are not
   *     back in time
   */
  Room(StoredRoom stored, RoomManager.Context context, Consumer<Departure> departures) {
    this.id = stored.roomId();
    this.epoch = stored.epoch();
    this.createdAt = stored.createdAt();
    this.head = stored.head();
    this.known = stored.head();
    this.removed = new HashSet<>(stored.removed());
    this.context = context;
    this.departures = departures;
    this.usedAt = context.clock().instant();
    this.touchedAt = Instant.MIN;
  }

  public String id() {
    return id;
  }

  /** Names the incarnation of the room's log. */
  String epoch() {
    return epoch;
  }

  /** The {@code seq} of the last message that members were told. */
  public long head() {
    return head;
  }

  // Coming and going

  CompletionStage<Entry> join(Participant participant) {
    // Who is not told the numbers cannot go on from one.
    Resume resume = participant.dialect().echoes() ? participant.arrival().resume() : null;
    Entry entry = enter(participant, resume, null);
    if (entry != null || resume == null) {
      return CompletableFuture.completedFuture(Objects.requireNonNull(entry));
    }
    return context
        .log()
        .after(id, resume.after(), Replay.PAGE)
        .handle(
            (page, failure) ->
                failure == null
                    ? Objects.requireNonNull(enter(participant, resume, page))
                    : new Entry.Refused(CloseCode.UNAVAILABLE));
  }

  private boolean isReplayable(Resume resume) {
    long missed = head - resume.after();
    return resume.epoch().equals(epoch)
        && resume.after() >= 0
        && missed >= 0
        && missed <= LONGEST_REPLAY;
  }

  /**
   * @param page the first messages that were missed, read before; null if they were not
   * @return null if they have to be
   */
  private @Nullable Entry enter(
      Participant participant, @Nullable Resume resume, @Nullable List<Message> page) {
    Fanout fanout = new Fanout();
    Replay replay = null;
    synchronized (turn) {
      CloseCode refusal = refusal(participant.member().clientId());
      if (putAway || refusal != null) {
        return refusal == null ? new Entry.PutAway() : new Entry.Refused(refusal);
      }
      long after = resume != null && isReplayable(resume) ? resume.after() : AFRESH;
      boolean missed = after != AFRESH && after < head;
      if (missed && page == null) {
        return null;
      }
      boolean resumed = after == head || (page != null && missed && startsAfter(after, page));
      arrive(participant, fanout);
      fanout.offer(participant, new Encoding(welcome(participant, resumed)));
      if (resumed && missed) {
        replay = new Replay(this, context.log(), participant, after);
        participant.replay(replay);
      }
    }
    deliver(fanout);
    if (replay != null && page != null) {
      replay.start(page);
    }
    return new Entry.Joined(this);
  }

  /** Whether all that was missed is still kept. */
  private static boolean startsAfter(long after, List<Message> page) {
    return !page.isEmpty() && page.get(0).seq() == after + 1;
  }

  private @Nullable CloseCode refusal(String clientId) {
    if (removed.contains(clientId)) {
      return CloseCode.REMOVED;
    }
    List<Participant> own = participants.getOrDefault(clientId, List.of());
    int most = context.limits().sockets();
    boolean tooMany = (own.isEmpty() && isFull()) || (most > 0 && own.size() >= most);
    return tooMany ? CloseCode.ROOM_FULL : null;
  }

  private void arrive(Participant participant, Fanout fanout) {
    Member member = participant.member();
    boolean isNew =
        departing.remove(member.clientId()) == null && !participants.containsKey(member.clientId());
    if (isNew) {
      tell(new ServerEvent.Joined(member), everyone -> true, fanout);
    }
    participants.computeIfAbsent(member.clientId(), c -> new ArrayList<>(1)).add(participant);
    usedAt = context.clock().instant();
  }

  private ServerEvent.Welcome welcome(Participant participant, boolean resumed) {
    Participant.Arrival arrival = participant.arrival();
    return new ServerEvent.Welcome(
        arrival.member(), id, epoch, head, resumed, members(), arrival.terms());
  }

  /** Idempotent: who is not here, or no longer, is not an error. */
  public void leave(Participant participant) {
    String clientId = participant.member().clientId();
    Departure departure;
    synchronized (turn) {
      List<Participant> sockets = participants.get(clientId);
      if (sockets == null || !sockets.remove(participant) || !sockets.isEmpty()) {
        return;
      }
      participants.remove(clientId);
      usedAt = context.clock().instant();
      departure = new Departure(this, participant.member(), context.nanoTime().getAsLong());
      departing.put(clientId, departure);
    }
    departures.accept(departure);
  }

  /** The member has not come back in time. */
  void depart(Departure departure) {
    Fanout fanout = new Fanout();
    synchronized (turn) {
      String clientId = departure.member().clientId();
      if (departing.remove(clientId, departure)) {
        tell(new ServerEvent.Left(clientId), everyone -> true, fanout);
      }
    }
    deliver(fanout);
  }

  /** Hangs up on a member whom a host has removed, and lets nobody in as this member again. */
  void expel(String clientId) {
    Fanout fanout = new Fanout();
    List<Participant> sockets;
    synchronized (turn) {
      removed.add(clientId);
      sockets = participants.remove(clientId);
      boolean wasGoing = departing.remove(clientId) != null;
      if (sockets != null || wasGoing) {
        tell(new ServerEvent.Left(clientId), everyone -> true, fanout);
      }
    }
    deliver(fanout);
    if (sockets != null) {
      sockets.forEach(participant -> participant.hangUp(CloseCode.REMOVED));
    }
  }

  boolean isRemoved(String clientId) {
    synchronized (turn) {
      return removed.contains(clientId);
    }
  }

  // What is said

  /**
   * Says something to everyone in the room, once it is in the log. Returns at once; the future
   * completes on any thread, exceptionally for a fault of ours alone.
   *
   * @param ref the author's own id of it; the same when it is posted again
   */
  public CompletionStage<Posted> post(Member author, String ref, String text) {
    String said = Text.wellFormed(text);
    Duration wait = context.posts().take(author.clientId());
    if (!wait.isZero()) {
      return CompletableFuture.completedFuture(new Posted.Limited(wait));
    }
    int most = context.limits().messageChars();
    if (most > 0 && Text.length(said) > most) {
      return CompletableFuture.completedFuture(new Posted.TooLong(most));
    }
    if (said.isBlank()) {
      return CompletableFuture.completedFuture(new Posted.Blank());
    }
    if (isRemoved(author.clientId())) {
      return CompletableFuture.completedFuture(new Posted.Removed());
    }
    return context.log().append(new MessageLog.Post(id, author, ref, said)).handle(this::posted);
  }

  private Posted posted(@Nullable Appended appended, @Nullable Throwable failure) {
    if (appended == null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      return cause instanceof UnknownRoomException ? new Posted.Closed() : new Posted.Unavailable();
    }
    if (appended.repeated()) {
      repeat(appended.message());
    }
    return new Posted.Accepted(appended.message());
  }

  /** The author has not heard of it yet, or would not have posted it again. */
  private void repeat(Message message) {
    Fanout fanout = new Fanout();
    synchronized (turn) {
      if (message.seq() > head) {
        hear(message.seq());
      } else {
        Encoding said = new Encoding(new ServerEvent.Said(message));
        for (Participant own : participants.getOrDefault(message.author().clientId(), List.of())) {
          Replay replay = own.replay();
          if (own.dialect().echoes() && (replay == null || replay.isPast(message.seq()))) {
            fanout.offer(own, said);
          }
        }
      }
    }
    deliver(fanout);
  }

  /** A member is writing. */
  public void typing(Member member) {
    if (!context.typing().take(member.clientId()).isZero()) {
      return;
    }
    Fanout fanout = new Fanout();
    synchronized (turn) {
      tell(
          new ServerEvent.Typing(member),
          other -> !other.member().clientId().equals(member.clientId()),
          fanout);
    }
    deliver(fanout);
  }

  /** What the log has committed, in {@code seq} order. */
  void committed(List<Message> messages) {
    Fanout fanout = new Fanout();
    synchronized (turn) {
      for (Message message : messages) {
        if (message.seq() == head + 1 && !reading) {
          say(message, fanout);
        } else {
          hear(message.seq());
        }
      }
    }
    deliver(fanout);
  }

  /** There is a message of that number in the log; what is missing before it is read first. */
  void behind(long seq) {
    synchronized (turn) {
      hear(seq);
    }
  }

  private void hear(long seq) {
    known = Math.max(known, seq);
    if (known > head && !reading) {
      reading = true;
      context.log().after(id, head, PAGE).whenComplete(this::caughtUp);
    }
  }

  private void caughtUp(@Nullable List<Message> page, @Nullable Throwable failure) {
    Fanout fanout = new Fanout();
    synchronized (turn) {
      reading = false;
      if (page == null || failure != null) {
        return; // the next message, the log's recovery or the sweeper tries again
      }
      for (Message message : page) {
        if (message.seq() > head) {
          say(message, fanout);
        }
      }
      if (page.isEmpty()) {
        head = known; // what was between is no longer kept
      }
      hear(head);
    }
    deliver(fanout);
  }

  private void say(Message message, Fanout fanout) {
    head = message.seq();
    known = Math.max(known, head);
    Encoding said = new Encoding(new ServerEvent.Said(message));
    String author = message.author().clientId();
    participants.forEach(
        (clientId, sockets) -> {
          for (Participant each : sockets) {
            Replay replay = each.replay();
            if (replay != null) {
              replay.setAside(message);
            } else if (each.dialect().echoes() || !clientId.equals(author)) {
              fanout.offer(each, said);
            }
          }
        });
  }

  /**
   * Ends a replay, if it has come to where the room is.
   *
   * @return whether the participant is live now, or gone
   */
  boolean goLive(Participant participant, Replay replay) {
    Fanout fanout = new Fanout();
    synchronized (turn) {
      List<Encoding> rest = replay.rest(head);
      if (rest == null) {
        return false;
      }
      rest.forEach(said -> fanout.offer(participant, said));
      participant.replay(null);
    }
    deliver(fanout);
    return true;
  }

  private void tell(ServerEvent event, Predicate<Participant> whom, Fanout fanout) {
    Encoding encoding = new Encoding(event);
    participants.values().stream()
        .flatMap(List::stream)
        .filter(whom)
        .forEach(participant -> fanout.offer(participant, encoding));
  }

  void deliver(Fanout fanout) {
    fanout.start(context.delivery());
  }

  // The room as such

  Description describe() {
    synchronized (turn) {
      return new Description(id, createdAt, head, epoch, members());
    }
  }

  private List<Member> members() {
    Stream<Member> here = participants.values().stream().map(sockets -> sockets.get(0).member());
    Stream<Member> going = departing.values().stream().map(Departure::member);
    return Stream.concat(here, going).toList();
  }

  boolean isFull() {
    int most = context.limits().members();
    synchronized (turn) {
      return most > 0 && participants.size() >= most;
    }
  }

  /**
   * Whether it is to be noted in the log that the room is in use: while somebody is here, and once
   * more when nobody is.
   */
  boolean isDueForTouch(Instant now, Duration period) {
    synchronized (turn) {
      boolean due =
          participants.isEmpty()
              ? touchedAt.isBefore(usedAt)
              : touchedAt.isBefore(now.minus(period));
      if (due) {
        touchedAt = now;
      }
      return due;
    }
  }

  boolean isPutAway() {
    synchronized (turn) {
      return putAway;
    }
  }

  /**
   * Puts the room away, from this node's memory alone, if nobody has been here for a while; from
   * then on nobody gets in by this object.
   */
  boolean putAwayIfUnused(Instant now, Duration after) {
    synchronized (turn) {
      boolean unused = participants.isEmpty() && departing.isEmpty();
      if (unused && !now.isBefore(usedAt.plus(after))) {
        putAway = true;
      }
      return putAway;
    }
  }
}
