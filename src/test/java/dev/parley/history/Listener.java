package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.PATIENCE;
import static dev.parley.history.Logs.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Hears what a log tells, and can keep its writer from going on. */
final class Listener implements MessageLog.Subscriber {

  record Told(String roomId, Message message) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile CountDownLatch released = new CountDownLatch(0);
  private volatile Consumer<Told> witness = each -> {};

  @Override
  public void committed(String roomId, List<Message> messages) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      for (Message message : messages) {
        Told each = new Told(roomId, message);
        witness.accept(each);
        told.add(each);
      }
      held.countDown();
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inside.decrementAndGet();
    }
  }

  @Override
  public void recovered() {
    recoveries.incrementAndGet();
  }

  /** Who looks at each message before it counts as told. */
  void witness(Consumer<Told> looks) {
    witness = looks;
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  List<Message> told(String roomId) {
    return told.stream().filter(it -> it.roomId().equals(roomId)).map(Told::message).toList();
  }

  boolean heard(Message message) {
    return told.stream().anyMatch(it -> it.message().equals(message));
  }

  int recoveries() {
    return recoveries.get();
  }

  /** How many threads told something at the same time. */
  int mostAtOnce() {
    return most.get();
  }

  /** Lets the log's writer wait, so that what is asked of the log from now on piles up. */
  void hold(MessageLog log, String roomId) {
    held = new CountDownLatch(1);
    released = new CountDownLatch(1);
    log.append(post(roomId, ANN, "hold"));
    try {
      assertThat(held.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void release() {
    released.countDown();
  }
}
