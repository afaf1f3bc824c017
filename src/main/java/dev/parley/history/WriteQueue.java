package dev.parley.history;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * What waits to be written: taken by any thread without waiting, and drained in order by one
 * thread, everything that waits at a time, so that one commit serves many (group commit).
 *
 * @param <T> a write
 */
final class WriteQueue<T> {

  /**
   * How much may wait, and how much is written at a time.
   *
   * @param weight of all that waits
   * @param batch in writes
   */
  record Limits(long weight, int batch) {}

  private final Limits limits;
  private final ToLongFunction<T> weigh;
  private final Consumer<List<T>> writer;
  private final Thread thread;

  private final Queue<T> waiting = new ArrayDeque<>();
  private long weight;
  private boolean closed;

  /**
   * @param writer called on the queue's thread with one write or more; must not throw
   */
  WriteQueue(
      Limits limits, ToLongFunction<T> weigh, Consumer<List<T>> writer, ThreadFactory threads) {
    this.limits = limits;
    this.weigh = weigh;
    this.writer = writer;
    this.thread = threads.newThread(this::drain);
    thread.start();
  }

  /**
   * Puts a write behind those that wait.
   *
   * @return false if there is no room for it, or no longer; then nothing of it is kept
   */
  synchronized boolean offer(T write) {
    long more = weigh.applyAsLong(write);
    if (closed || weight + more > limits.weight()) {
      return false;
    }
    weight += more;
    waiting.add(write);
    notifyAll();
    return true;
  }

  /** What waits, which is then no longer to be written. */
  synchronized List<T> takeBack() {
    List<T> taken = new ArrayList<>(waiting);
    waiting.clear();
    weight = 0;
    return taken;
  }

  /** Takes nothing more, and waits until what waits is written or the patience is at its end. */
  void close(Duration patience) {
    takeNoMore();
    try {
      thread.join(Math.max(1, patience.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void drain() {
    try {
      List<T> batch = next();
      while (!batch.isEmpty()) {
        writer.accept(batch);
        batch = next();
      }
    } finally {
      takeNoMore();
    }
  }

  private synchronized void takeNoMore() {
    closed = true;
    notifyAll();
  }

  /** Nothing when it is over. */
  private synchronized List<T> next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    List<T> batch = new ArrayList<>(Math.min(waiting.size(), limits.batch()));
    while (!waiting.isEmpty() && batch.size() < limits.batch()) {
      T write = waiting.remove();
      weight -= weigh.applyAsLong(write);
      batch.add(write);
    }
    return batch;
  }
}
