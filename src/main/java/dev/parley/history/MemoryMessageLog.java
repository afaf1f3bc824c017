package dev.parley.history;

import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where nothing may be kept: rooms and messages are gone when the process ends. What is held is
 * bounded; of all rooms together, the oldest messages go first.
 *
 * <p>All state belongs to the queue's thread.
 */
public final class MemoryMessageLog implements MessageLog {

  private static final WriteQueue.Limits QUEUE = new WriteQueue.Limits(16_000_000, 1000);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What a message costs beside its text. */
  private static final int OVERHEAD_CHARS = 300;

  private final Clock clock;
  private final long maxChars;
  private final WriteQueue<Task> queue;

  private final Map<String, Kept> rooms = new HashMap<>();
  private final Map<Place, Kept> oldestFirst = new LinkedHashMap<>();
  private long chars;
  private @Nullable Subscriber subscriber;

  /** A room and what was said in it. */
  private static final class Kept {
    final String roomId;
    final String epoch = UUID.randomUUID().toString();
    final Instant createdAt;
    final Set<String> members = new HashSet<>();
    final Set<String> removed = new HashSet<>();
    final TreeMap<Long, Message> messages = new TreeMap<>();
    final Map<Id, Message> byId = new HashMap<>();
    Instant usedAt;
    long head;

    Kept(String roomId, Instant now) {
      this.roomId = roomId;
      this.createdAt = now;
      this.usedAt = now;
    }

    StoredRoom describe() {
      return new StoredRoom(roomId, epoch, createdAt, head, Set.copyOf(removed));
    }
  }

  /** Where a message is; two messages may be equal in two rooms. */
  private record Place(String roomId, long seq) {}

  /** What waits for its turn, and how many characters it holds meanwhile. */
  private record Task(long chars, Runnable run) {}

  private record Id(String clientId, String ref) {
    static Id of(Message message) {
      return new Id(message.author().clientId(), message.ref());
    }
  }

  /**
   * @param maxChars of text held in all rooms together
   */
  public MemoryMessageLog(long maxChars, Clock clock, ThreadFactory threads) {
    this.maxChars = maxChars;
    this.clock = clock;
    this.queue =
        new WriteQueue<>(
            QUEUE, Task::chars, batch -> batch.forEach(each -> each.run().run()), threads);
  }

  @Override
  public void subscribe(Subscriber told) {
    run(() -> subscriber = told);
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> create(String roomId, Member host) {
    return call(
        () -> {
          if (rooms.containsKey(roomId)) {
            return Optional.empty();
          }
          Kept room = open(roomId);
          room.members.add(host.clientId());
          return Optional.of(room.describe());
        });
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> find(String roomId) {
    return call(() -> Optional.ofNullable(rooms.get(roomId)).map(Kept::describe));
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> reopen(String roomId) {
    return call(
        () -> Optional.of((rooms.containsKey(roomId) ? kept(roomId) : open(roomId)).describe()));
  }

  @Override
  public CompletionStage<Void> admit(String roomId, Member member) {
    return run(
        () -> {
          Kept room = kept(roomId);
          room.members.add(member.clientId());
          room.usedAt = clock.instant();
        });
  }

  @Override
  public CompletionStage<Boolean> remove(String roomId, String clientId) {
    return call(
        () -> {
          Kept room = kept(roomId);
          boolean known = room.members.contains(clientId);
          if (known) {
            room.removed.add(clientId);
          }
          return known;
        });
  }

  @Override
  public CompletionStage<Appended> append(Post post) {
    return call(
        post.text().length(),
        () -> {
          Kept room = kept(post.roomId());
          Message before = room.byId.get(new Id(post.author().clientId(), post.ref()));
          return before == null
              ? new Appended(append(room, post), false)
              : new Appended(before, true);
        });
  }

  private Message append(Kept room, Post post) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Message message = new Message(++room.head, post.ref(), post.author(), post.text(), now);
    room.usedAt = now;
    room.messages.put(message.seq(), message);
    room.byId.put(Id.of(message), message);
    oldestFirst.put(new Place(room.roomId, message.seq()), room);
    chars += weight(message);
    while (chars > maxChars) {
      dropFirst(oldestFirst.values().iterator().next());
    }
    if (subscriber != null) {
      subscriber.committed(room.roomId, List.of(message));
    }
    return message;
  }

  @Override
  public CompletionStage<List<Message>> after(String roomId, long after, int limit) {
    return call(
        () -> messages(roomId).tailMap(after, false).values().stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<List<Message>> before(String roomId, long before, int limit) {
    return call(
        () -> {
          Deque<Message> page = new ArrayDeque<>();
          messages(roomId).headMap(before, false).descendingMap().values().stream()
              .limit(limit)
              .forEach(page::addFirst);
          return List.copyOf(page);
        });
  }

  @Override
  public CompletionStage<Void> touch(Collection<String> roomIds) {
    return run(
        () ->
            roomIds.forEach(
                id ->
                    Optional.ofNullable(rooms.get(id))
                        .ifPresent(room -> room.usedAt = clock.instant())));
  }

  @Override
  public CompletionStage<List<String>> unusedSince(Instant then, int limit) {
    return call(
        () ->
            rooms.values().stream()
                .filter(room -> room.usedAt.isBefore(then))
                .limit(limit)
                .map(room -> room.roomId)
                .toList());
  }

  @Override
  public CompletionStage<Boolean> forget(String roomId, Instant unusedSince) {
    return call(
        () -> {
          Kept room = rooms.get(roomId);
          if (room == null || !room.usedAt.isBefore(unusedSince)) {
            return false;
          }
          rooms.remove(roomId);
          while (!room.messages.isEmpty()) {
            dropFirst(room);
          }
          return true;
        });
  }

  @Override
  public CompletionStage<Void> trim(Retention retention) {
    return run(() -> rooms.values().forEach(room -> trim(room, retention)));
  }

  private void trim(Kept room, Retention retention) {
    Instant oldest = clock.instant().minus(retention.age());
    while (!room.messages.isEmpty()) {
      Message first = room.messages.firstEntry().getValue();
      boolean tooMany = retention.count() > 0 && room.head - first.seq() + 1 > retention.count();
      boolean tooOld = !retention.age().isZero() && first.timestamp().isBefore(oldest);
      if (!tooMany && !tooOld) {
        return;
      }
      dropFirst(room);
    }
  }

  @Override
  public void close() {
    queue.close(PATIENCE);
  }

  private void dropFirst(Kept room) {
    Message first = room.messages.pollFirstEntry().getValue();
    room.byId.remove(Id.of(first));
    oldestFirst.remove(new Place(room.roomId, first.seq()));
    chars -= weight(first);
  }

  private Kept open(String roomId) {
    Kept room = new Kept(roomId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    rooms.put(roomId, room);
    return room;
  }

  private Kept kept(String roomId) {
    Kept room = rooms.get(roomId);
    if (room == null) {
      throw new UnknownRoomException(roomId);
    }
    return room;
  }

  private NavigableMap<Long, Message> messages(String roomId) {
    Kept room = rooms.get(roomId);
    return room == null ? Collections.emptyNavigableMap() : room.messages;
  }

  private static long weight(Message message) {
    return OVERHEAD_CHARS + (long) message.text().length();
  }

  private CompletionStage<Void> run(Runnable task) {
    return call(
        () -> {
          task.run();
          return null;
        });
  }

  private <R extends @Nullable Object> CompletionStage<R> call(Supplier<R> task) {
    return call(0, task);
  }

  private <R extends @Nullable Object> CompletionStage<R> call(long held, Supplier<R> task) {
    CompletableFuture<R> future = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            future.complete(task.get());
          } catch (RuntimeException e) {
            future.completeExceptionally(e);
          }
        };
    if (!queue.offer(new Task(OVERHEAD_CHARS + held, run))) {
      future.completeExceptionally(new UnavailableException("too much is waiting to be kept"));
    }
    return future;
  }
}
