package dev.parley.room;

import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one socket: one send in flight, the rest in a bounded queue, in
 * order.
 *
 * <pre>
 *              offer: drain is due            queue empty
 *     ┌──────┐ ───────────────────▶ ┌─────────┐
 *     │ IDLE │                      │ WRITING │ ◀─┐ sent: drain goes on with the next
 *     └──────┘ ◀─────────────────── └─────────┘ ──┘
 *         │        queue empty           │
 *         │   close        close, send failed, too much, too old
 *         └──────────▶ ┌────────┐ ◀──────┘
 *                      │ CLOSED │   takes nothing, writes nothing
 *                      └────────┘
 * </pre>
 *
 * <p>A reader that does not keep up is hung up on, never waited for: {@link #offer} and {@link
 * #checkAge} do no I/O and never block. The next send goes out from {@link #drain}'s loop on a
 * thread of the executor and never from within a completion, since containers that complete at once
 * would recurse until the stack ends. For any thread.
 */
public final class Outbox {

  /** Starts one asynchronous send. */
  @FunctionalInterface
  public interface Writer {

    /**
     * Returns without waiting for the peer.
     *
     * @param done to be called once, from any thread, also from within this call: null when the
     *     frame is written, or what went wrong
     * @throws RuntimeException if the send could not even start
     */
    void write(String text, Consumer<@Nullable Throwable> done);
  }

  /** Why the outbox gave up on its socket. */
  public enum Failure {
    /** The peer does not read: more waits, or for longer, than the limits allow. */
    TOO_SLOW,
    /** A send failed; the connection is most likely gone. */
    BROKEN
  }

  /**
   * How much may wait.
   *
   * @param bytes waiting and in flight at most; 0 for no limit
   * @param age of the oldest frame not yet written; zero for no limit
   */
  public record Limits(long bytes, Duration age) {}

  private enum State {
    IDLE,
    WRITING,
    CLOSED
  }

  private record Waiting(Frame frame, long since) {}

  private final Limits limits;
  private final Writer writer;
  private final Consumer<Failure> hangUp;
  private final Executor executor;
  private final LongSupplier nanoTime;

  private final Queue<Waiting> queue = new ArrayDeque<>();
  private State state = State.IDLE;
  private @Nullable Waiting inFlight;
  private long bytes;

  /**
   * @param hangUp called at most once, on a thread of the executor and outside all locks
   * @param nanoTime as {@link System#nanoTime}
   */
  public Outbox(
      Limits limits,
      Writer writer,
      Consumer<Failure> hangUp,
      Executor executor,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.writer = writer;
    this.hangUp = hangUp;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /**
   * Queues a frame behind those that wait.
   *
   * @return whether the caller must see to it that {@link #drain} runs; so that one who offers to
   *     many outboxes hands them over as one task
   */
  synchronized boolean offer(Frame frame) {
    if (state == State.CLOSED) {
      return false;
    }
    boolean idle = state == State.IDLE;
    if (!idle && limits.bytes() > 0 && bytes + frame.bytes() > limits.bytes()) {
      fail(Failure.TOO_SLOW);
      return false;
    }
    bytes += frame.bytes();
    queue.add(new Waiting(frame, nanoTime.getAsLong()));
    state = State.WRITING;
    return idle;
  }

  /** Writes until the queue is empty or a send is under way. For a thread of the executor. */
  void drain() {
    Waiting next = next();
    while (next != null) {
      Send send = new Send();
      try {
        writer.write(next.frame().text(), send::done);
      } catch (RuntimeException e) {
        send.done(e);
      }
      next = send.isDoneInTime() ? next() : null;
    }
  }

  /** Hangs up if the oldest frame has waited for longer than the limit. */
  public synchronized void checkAge() {
    Waiting oldest = inFlight == null ? queue.peek() : inFlight;
    if (oldest != null
        && !limits.age().isZero()
        && nanoTime.getAsLong() - oldest.since() > limits.age().toNanos()) {
      fail(Failure.TOO_SLOW);
    }
  }

  /** Forgets what waits and takes nothing more; idempotent. */
  public synchronized void close() {
    state = State.CLOSED;
    queue.clear();
    inFlight = null;
  }

  /** In UTF-8, waiting or in flight. */
  public synchronized long queuedBytes() {
    return bytes;
  }

  /** Whether nothing waits and nothing is in flight. */
  public synchronized boolean isIdle() {
    return state == State.IDLE;
  }

  private synchronized @Nullable Waiting next() {
    if (state == State.CLOSED) {
      return null;
    }
    if (inFlight != null) {
      bytes -= inFlight.frame().bytes();
    }
    inFlight = queue.poll();
    if (inFlight == null) {
      state = State.IDLE;
    }
    return inFlight;
  }

  private synchronized void fail(Failure failure) {
    if (state != State.CLOSED) {
      close();
      executor.execute(() -> hangUp.accept(failure));
    }
  }

  /**
   * One send, whose completion may come before or after {@code write} has returned, and whose loop
   * goes on in whichever of the two is later: in place, or as a new task.
   */
  private final class Send {

    private boolean done;
    private boolean returned;

    void done(@Nullable Throwable failure) {
      if (failure != null) {
        fail(Failure.BROKEN);
      }
      synchronized (this) {
        if (done) {
          return;
        }
        done = true;
        if (!returned) {
          return;
        }
      }
      executor.execute(Outbox.this::drain);
    }

    /** Whether the loop goes on in place; otherwise the completion will see to it. */
    synchronized boolean isDoneInTime() {
      returned = true;
      return done;
    }
  }
}
