package dev.parley.room;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one socket: one send in flight, the rest in a bounded queue, in
 * order. What waits together travels together, where the dialect has a way to say it.
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
    void write(Frame frame, Consumer<@Nullable Throwable> done);
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

  /** Of a frame in which events travel together; one that is bigger travels alone. */
  private static final int PACKED_BYTES = 65_536;

  private final Limits limits;
  private final Dialect dialect;
  private final Writer writer;
  private final Consumer<Failure> hangUp;
  private final Executor executor;
  private final LongSupplier nanoTime;

  /** Small at first: most connections are idle. */
  private final Queue<Waiting> queue = new ArrayDeque<>(1);

  private State state = State.IDLE;
  private long inFlightSince;
  private long inFlightBytes;
  private long bytes;
  private @Nullable Runnable onEmpty;

  /**
   * @param hangUp called at most once, on a thread of the executor and outside all locks
   * @param nanoTime as {@link System#nanoTime}
   */
  public Outbox(
      Limits limits,
      Dialect dialect,
      Writer writer,
      Consumer<Failure> hangUp,
      Executor executor,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.dialect = dialect;
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

  /** Queues a frame for this socket alone, and has it written. */
  public void send(Frame frame) {
    if (offer(frame)) {
      executor.execute(this::drain);
    }
  }

  /**
   * Writes something else, such as a ping, if nothing is under way, and nothing beside it: some
   * containers fail one of two who write at a time. Takes as long as the writing does.
   *
   * @return whether it was written
   */
  public boolean writeIfIdle(Runnable write) {
    synchronized (this) {
      if (state != State.IDLE) {
        return false;
      }
      state = State.WRITING;
      inFlightSince = nanoTime.getAsLong();
    }
    try {
      write.run();
    } finally {
      executor.execute(this::drain);
    }
    return true;
  }

  /**
   * Writes until the queue is empty or a send is under way. For a thread of the executor.
   *
   * @param packing perhaps for others, too
   */
  void drain(Packing packing) {
    List<Frame> next = next();
    while (!next.isEmpty()) {
      Send send = new Send();
      try {
        writer.write(packing.of(next, dialect), send::done);
      } catch (RuntimeException e) {
        send.done(e);
      }
      next = send.isDoneInTime() ? next() : List.of();
    }
  }

  /** The same, alone. */
  void drain() {
    drain(new Packing());
  }

  /** Hangs up if the oldest frame has waited for longer than the limit. */
  public synchronized void checkAge() {
    if (state == State.WRITING
        && !limits.age().isZero()
        && nanoTime.getAsLong() - oldestSince() > limits.age().toNanos()) {
      fail(Failure.TOO_SLOW);
    }
  }

  /** While something is written; what is in flight is older than what waits. */
  private long oldestSince() {
    Waiting first = queue.peek();
    return inFlightBytes > 0 || first == null ? inFlightSince : first.since();
  }

  /**
   * Runs a task on a thread of the executor as soon as nothing waits and nothing is in flight; the
   * one task that waits for that at a time. Never, if the outbox is closed before.
   */
  synchronized void whenEmpty(Runnable task) {
    if (state == State.IDLE) {
      executor.execute(task);
    } else if (state == State.WRITING) {
      onEmpty = task;
    }
  }

  /** Whether there is room for this and as much again; for one who offers a lot and can wait. */
  synchronized boolean hasRoomFor(long more) {
    return limits.bytes() == 0 || bytes + more <= limits.bytes() / 2;
  }

  /** Forgets what waits and takes nothing more; idempotent. */
  public synchronized void close() {
    state = State.CLOSED;
    queue.clear();
    onEmpty = null;
  }

  /** In UTF-8, waiting or in flight. */
  public synchronized long queuedBytes() {
    return bytes;
  }

  /** Whether nothing waits and nothing is in flight. */
  public synchronized boolean isIdle() {
    return state == State.IDLE;
  }

  /** Nothing when all is written, or it is over. */
  private synchronized List<Frame> next() {
    if (state == State.CLOSED) {
      return List.of();
    }
    bytes -= inFlightBytes;
    inFlightBytes = 0;
    Waiting first = queue.poll();
    if (first == null) {
      state = State.IDLE;
      if (onEmpty != null) {
        executor.execute(onEmpty);
        onEmpty = null;
      }
      return List.of();
    }
    inFlightSince = first.since();
    inFlightBytes = first.frame().bytes();
    List<Frame> together = new ArrayList<>(dialect.packs() ? 1 + queue.size() : 1);
    together.add(first.frame());
    while (dialect.packs() && fits(queue.peek(), together.size())) {
      Frame frame = queue.remove().frame();
      inFlightBytes += frame.bytes();
      together.add(frame);
    }
    return together;
  }

  /** Whether the next may travel with so many others, brackets and commas included. */
  private boolean fits(@Nullable Waiting next, int others) {
    return next != null && inFlightBytes + next.frame().bytes() + others + 2 <= PACKED_BYTES;
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
