package dev.parley.room;

import dev.parley.history.MessageLog;
import dev.parley.history.UnavailableException;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A real log, of which the test decides when what becomes of it: a double for scheduling and for
 * trouble, and for nothing else. It stands for a log on a database, as {@link MessageLog} allows
 * it: one writer, which commits what waits, then tells the subscriber, then answers, each in a step
 * of its own; and readers beside it, who see what is committed, told or not. For one thread.
 */
final class SteppedLog implements MessageLog {

  /** How the log is. */
  enum Mood {
    WELL,
    /** Nothing is done, and everything fails. */
    AWAY,
    /** Writes are done, but nobody is told, and they seem to fail. */
    MUTE
  }

  private record Append(Post post, CompletableFuture<Appended> answer) {

    boolean isOne() {
      return !post.roomId().isEmpty();
    }
  }

  /** Where another write stands among the appends, which are not committed together across it. */
  private static final Append ANOTHER =
      new Append(new Post("", new Member("", ""), "", ""), new CompletableFuture<>());

  private final MessageLog inner;
  private final Steps steps;
  private final int batch;
  private final Steps.Lane writer;
  private final Queue<Append> appends = new ArrayDeque<>();
  private Mood mood = Mood.WELL;
  private int pagesRead;
  private @Nullable Subscriber subscriber;

  /**
   * @param batch how many messages are committed at a time
   */
  SteppedLog(MessageLog inner, Steps steps, int batch) {
    this.inner = inner;
    this.steps = steps;
    this.batch = batch;
    this.writer = steps.lane();
  }

  Mood mood() {
    return mood;
  }

  void feel(Mood now) {
    if (now == Mood.WELL && mood != Mood.WELL && subscriber != null) {
      writer.execute(subscriber::recovered);
    }
    mood = now;
  }

  /** As if only reading had failed: there is nothing to recover from. */
  void beWellWithoutAWord() {
    mood = Mood.WELL;
  }

  /** Says something behind everybody's back: committed, and told to nobody. */
  Message slip(String roomId, Member author, String ref, String text) {
    return now(inner.append(new Post(roomId, author, ref, text))).message();
  }

  /** How often somebody has asked for what was said after a message. */
  int pagesRead() {
    return pagesRead;
  }

  /** What is in the log. */
  List<Message> all(String roomId) {
    return now(inner.after(roomId, 0, Integer.MAX_VALUE));
  }

  @Override
  public void subscribe(Subscriber told) {
    subscriber = told;
  }

  // Writes

  @Override
  public CompletionStage<Optional<StoredRoom>> create(String roomId, Member host) {
    return write(() -> inner.create(roomId, host));
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> reopen(String roomId) {
    return write(() -> inner.reopen(roomId));
  }

  @Override
  public CompletionStage<Void> admit(String roomId, Member member) {
    return write(() -> inner.admit(roomId, member));
  }

  @Override
  public CompletionStage<Boolean> remove(String roomId, String clientId) {
    return write(() -> inner.remove(roomId, clientId));
  }

  @Override
  public CompletionStage<Void> touch(Collection<String> roomIds) {
    return write(() -> inner.touch(roomIds));
  }

  @Override
  public CompletionStage<Boolean> forget(String roomId, Instant unusedSince) {
    return write(() -> inner.forget(roomId, unusedSince));
  }

  @Override
  public CompletionStage<Void> trim(Retention retention) {
    return write(() -> inner.trim(retention));
  }

  private <T extends @Nullable Object> CompletionStage<T> write(
      Supplier<CompletionStage<T>> write) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    appends.add(ANOTHER);
    writer.execute(
        () -> {
          appends.remove();
          CompletionStage<T> outcome = mood == Mood.AWAY ? away() : write.get();
          CompletionStage<T> heard = mood == Mood.MUTE ? away() : outcome;
          settle(outcome);
          writer.executeFirst(List.of(() -> pass(heard, answer)));
        });
    return answer;
  }

  @Override
  public CompletionStage<Appended> append(Post post) {
    Append append = new Append(post, new CompletableFuture<>());
    appends.add(append);
    writer.execute(this::commit);
    return append.answer();
  }

  /** Those that wait, as many as go together; nothing, if others were quicker. */
  private void commit() {
    Map<Append, CompletionStage<Appended>> outcomes = new LinkedHashMap<>();
    for (Append next = appends.peek();
        next != null && next.isOne() && outcomes.size() < batch;
        next = appends.peek()) {
      appends.remove();
      outcomes.put(next, mood == Mood.AWAY ? away() : inner.append(next.post()));
    }
    outcomes.values().forEach(SteppedLog::settle);
    List<Runnable> next = new ArrayList<>();
    if (mood == Mood.WELL) {
      next.add(() -> tell(outcomes));
    }
    boolean heard = mood != Mood.MUTE;
    outcomes.forEach(
        (append, outcome) -> next.add(() -> pass(heard ? outcome : away(), append.answer())));
    writer.executeFirst(next);
  }

  private void tell(Map<Append, CompletionStage<Appended>> outcomes) {
    Map<String, List<Message>> fresh = new LinkedHashMap<>();
    outcomes.forEach(
        (append, outcome) -> {
          Appended appended = now(outcome);
          if (!appended.repeated()) {
            fresh
                .computeIfAbsent(append.post().roomId(), id -> new ArrayList<>())
                .add(appended.message());
          }
        });
    Subscriber told = subscriber;
    if (told != null) {
      fresh.forEach(told::committed);
    }
  }

  // Reads

  @Override
  public CompletionStage<Optional<StoredRoom>> find(String roomId) {
    return read(() -> inner.find(roomId));
  }

  @Override
  public CompletionStage<List<Message>> after(String roomId, long after, int limit) {
    pagesRead++;
    return read(() -> inner.after(roomId, after, limit));
  }

  @Override
  public CompletionStage<List<Message>> before(String roomId, long before, int limit) {
    return read(() -> inner.before(roomId, before, limit));
  }

  @Override
  public CompletionStage<List<String>> unusedSince(Instant then, int limit) {
    return read(() -> inner.unusedSince(then, limit));
  }

  private <T> CompletionStage<T> read(Supplier<CompletionStage<T>> read) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    steps.execute(
        () -> {
          CompletionStage<T> outcome = mood == Mood.AWAY ? away() : read.get();
          settle(outcome);
          steps.execute(() -> pass(outcome, answer));
        });
    return answer;
  }

  @Override
  public void close() {
    inner.close();
  }

  private static <T extends @Nullable Object> CompletionStage<T> away() {
    return CompletableFuture.failedFuture(new UnavailableException("away"));
  }

  private static <T extends @Nullable Object> void pass(
      CompletionStage<T> outcome, CompletableFuture<T> answer) {
    outcome.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  /** Waits for the real log, however it ends. */
  private static void settle(CompletionStage<?> outcome) {
    outcome.handle((value, failure) -> "settled").toCompletableFuture().join();
  }

  private static <T> T now(CompletionStage<T> outcome) {
    return outcome.toCompletableFuture().join();
  }
}
