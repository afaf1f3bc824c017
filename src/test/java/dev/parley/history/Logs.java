package dev.parley.history;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Short words for what tests of logs do. */
final class Logs {

  /** Nothing is used after it. */
  static final Instant FAR_FUTURE = Instant.parse("9999-12-31T00:00:00Z");

  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final Member ANN = new Member("client-ann", "Ann");
  static final Member BOB = new Member("client-bob", "Bob");

  static final ThreadFactory THREADS =
      task -> {
        Thread thread = new Thread(task, "log");
        thread.setDaemon(true);
        return thread;
      };

  private Logs() {}

  static <T> T result(CompletionStage<T> stage) {
    return outcome(stage.toCompletableFuture());
  }

  private static <T> T outcome(Future<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** What it fails with; null if it does not. */
  static @Nullable Throwable failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return null;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause instanceof CompletionException ? cause.getCause() : cause;
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for all, whatever becomes of them. */
  static void settle(List<? extends CompletionStage<?>> stages) {
    stages.forEach(Logs::failure);
  }

  static <T> List<T> results(List<? extends CompletionStage<T>> stages) {
    return stages.stream().map(Logs::result).toList();
  }

  static Post post(String roomId, Member author, String ref) {
    return new Post(roomId, author, ref, "text of " + ref);
  }

  /** Posts 1, 2, 3, … of Ann's, without waiting in between. */
  static List<CompletionStage<Appended>> appendMany(MessageLog log, String roomId, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> log.append(post(roomId, ANN, "r" + i)))
        .toList();
  }

  static List<Long> seqs(List<Message> messages) {
    return messages.stream().map(Message::seq).toList();
  }

  static List<Long> range(long from, long to) {
    List<Long> range = new ArrayList<>();
    for (long i = from; i <= to; i++) {
      range.add(i);
    }
    return range;
  }

  /** All that is in a room, page by page. */
  static List<Message> all(MessageLog log, String roomId) {
    List<Message> all = new ArrayList<>();
    List<Message> page = result(log.after(roomId, 0, 1000));
    while (!page.isEmpty()) {
      all.addAll(page);
      page = result(log.after(roomId, page.get(page.size() - 1).seq(), 1000));
    }
    return all;
  }

  /** Does it on so many threads at the same time; what each came to. */
  static <T> List<T> together(int threads, IntFunction<Callable<T>> task) {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads, THREADS);
    try {
      List<Future<T>> futures =
          IntStream.range(0, threads)
              .mapToObj(task)
              .map(
                  each ->
                      pool.submit(
                          () -> {
                            start.await();
                            return each.call();
                          }))
              .toList();
      start.countDown();
      return futures.stream().map(Logs::outcome).toList();
    } finally {
      pool.shutdownNow();
    }
  }
}
