package dev.parley.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Ends sessions, and their TCP connections too. For any thread. */
final class HangUp {

  /** For the peer's answer to our Close frame (RFC 6455, section 5.5.1). */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(10);

  private static final CloseReason UNANSWERED =
      new CloseReason(CloseReason.CloseCodes.NO_STATUS_CODE, "");

  /** Loaded with this class: a server that ends us may have deleted ours before we need them. */
  @SuppressWarnings("UnusedVariable")
  private static final Set<Class<?>> NEEDED_AT_THE_END =
      Set.of(Write.class, Fields.class, Liberty.class, TyrusClose.class);

  /** Something that a container writes before it returns. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  private final Executor threads;
  private final LongSupplier nanoTime;

  /** What is to end soon, until it has been closed. */
  private final Map<Session, CountDownLatch> closing = new ConcurrentHashMap<>();

  /** Since when, of sessions for whose peer their container would wait without end. */
  private final Map<Session, Long> unanswered = new ConcurrentHashMap<>();

  /**
   * @param threads where sessions are ended, which may take long
   * @param nanoTime as {@link System#nanoTime}
   */
  HangUp(Executor threads, LongSupplier nanoTime) {
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /** Ends a session soon. */
  void on(Session session, CloseReason reason) {
    CountDownLatch closed = new CountDownLatch(1);
    closing.put(session, closed);
    threads.execute(
        () -> {
          try {
            now(session, reason);
          } finally {
            closing.remove(session, closed);
            closed.countDown();
          }
        });
  }

  /** Waits until a session that is to end soon has been closed, if one is; not for long. */
  void await(Session session) {
    CountDownLatch closed = closing.get(session);
    if (closed != null) {
      try {
        boolean unused = closed.await(GRACE.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends a session; may block for long on a stalled peer. */
  void now(Session session, CloseReason reason) {
    try {
      if (!Tyrus.isContainerOf(session)) {
        close(session, reason);
      } else if (unanswered.putIfAbsent(session, nanoTime.getAsLong()) == null) {
        TyrusClose.say(session, reason);
      }
    } catch (InvocationTargetException closing) {
      failed(closing); // it will be over, or be cut
    } catch (ReflectiveOperationException unknown) {
      unanswered.remove(session);
      cannotCut(unknown);
      closeAtOnce(session, reason);
    } catch (IOException | RuntimeException gone) {
      unanswered.remove(session);
      failed(gone);
    }
  }

  /** What may block for long on a stalled peer, such as to ping it, and on Liberty for ever. */
  void write(Session session, Write write) throws IOException {
    if (!Liberty.isContainerOf(session)) {
      write.run();
      return;
    }
    Long since = nanoTime.getAsLong();
    unanswered.put(session, since);
    try {
      write.run();
    } finally {
      unanswered.remove(session, since);
    }
  }

  private void close(Session session, CloseReason reason) throws IOException {
    write(session, () -> session.close(reason));
    try {
      // Undertow would wait for the answer for ever, and keep the connection of who never gives it.
      session.setMaxIdleTimeout(GRACE.toMillis());
    } catch (IllegalStateException over) {
      // the others have ended it, or have a time-out of their own
    }
  }

  private static void closeAtOnce(Session session, CloseReason reason) {
    try {
      session.close(reason);
    } catch (IOException | RuntimeException gone) {
      failed(gone);
    }
  }

  /** The container says that it has closed a session, whoever wanted it. */
  void closed(Session session) {
    if (isTomcats(session)) {
      unanswered.put(session, nanoTime.getAsLong());
    } else if (!Liberty.isContainerOf(session)) { // which says so before it has written
      unanswered.remove(session);
    }
  }

  static boolean isTomcats(Session session) {
    return session.getClass().getName().startsWith("org.apache.tomcat.");
  }

  /** Cuts those who have not answered in time. For the timer, now and then; does not block. */
  void cutOverdue() {
    List<Session> overdue = unanswered.keySet().stream().filter(this::isOverdue).toList();
    overdue.forEach(session -> threads.execute(() -> cutIfOverdue(session)));
  }

  /**
   * Cuts who has not answered in time; called by the thread that reads where something else came.
   */
  void cutIfOverdue(Session session) {
    if (isOverdue(session) && unanswered.remove(session) != null) {
      cut(session);
    }
  }

  private boolean isOverdue(Session session) {
    Long since = unanswered.get(session);
    return since != null && nanoTime.getAsLong() - since > GRACE.toNanos();
  }

  /** Gives all who were closed that long to answer, and cuts those who have not. */
  void awaitAnswers(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!unanswered.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    unanswered.keySet().forEach(HangUp::cut);
    unanswered.clear();
  }

  /**
   * Ends the TCP connection of who has not answered: tells the container that the answer has come.
   * Tomcat before 10.1.19 has no time-out for it (CVE-2024-23672); nor has Tyrus, where we wait in
   * its place. Does nothing where it has come. On Liberty it fails what is still to be written.
   */
  private static void cut(Session session) {
    try {
      if (Tyrus.isContainerOf(session)) {
        TyrusClose.finish(session, UNANSWERED);
      } else if (Liberty.isContainerOf(session)) {
        Liberty.failWrite(session);
      } else {
        session.getClass().getMethod("onClose", CloseReason.class).invoke(session, UNANSWERED);
      }
    } catch (InvocationTargetException | RuntimeException gone) {
      failed(gone);
    } catch (ReflectiveOperationException unknown) {
      cannotCut(unknown);
    }
  }

  private static void cannotCut(ReflectiveOperationException unknown) {
    System.getLogger("dev.parley")
        .log(System.Logger.Level.WARNING, "cannot cut a connection that was closed", unknown);
  }

  private static void failed(Exception gone) {
    System.getLogger("dev.parley")
        .log(System.Logger.Level.DEBUG, "close failed: {0}", gone.getClass().getName());
  }
}
