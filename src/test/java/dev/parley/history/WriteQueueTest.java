package dev.parley.history;

import static dev.parley.history.Logs.PATIENCE;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.history.WriteQueue.Limits;
import dev.parley.it.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore leave = new Semaphore(0);

  private final ThreadFactory factory =
      task -> {
        Thread thread = THREADS.newThread(task);
        threads.add(thread);
        return thread;
      };

  @AfterEach
  void letGo() {
    leave.release(1_000_000);
  }

  // Batches

  @Test
  void whatComesWhileSomethingIsWrittenIsWrittenTogetherNext() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 10));
    queue.offer("a");
    arrived.acquire();
    offer(queue, "b", "c", "d");
    leave.release(2);
    arrived.acquire();
    queue.close(PATIENCE);
    assertThat(batches).containsExactly(List.of("a"), List.of("b", "c", "d"));
  }

  @Test
  void aBatchHasAnEnd() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 2));
    queue.offer("a");
    arrived.acquire();
    offer(queue, "b", "c", "d", "e", "f");
    leave.release(10);
    queue.close(PATIENCE);
    assertThat(batches)
        .containsExactly(List.of("a"), List.of("b", "c"), List.of("d", "e"), List.of("f"));
  }

  @Test
  void oneThreadWritesEverythingInOrder() {
    leave.release(1_000_000);
    WriteQueue<String> queue = queue(new Limits(1_000_000, 7));
    together(
        8,
        i ->
            () -> {
              IntStream.range(0, 500).forEach(n -> queue.offer(i + "-" + n));
              return i;
            });
    queue.close(PATIENCE);
    List<String> written = batches.stream().flatMap(List::stream).toList();
    assertThat(written).hasSize(4000);
    for (int i = 0; i < 8; i++) {
      String author = i + "-";
      assertThat(written.stream().filter(each -> each.startsWith(author)))
          .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(n -> author + n).toList());
    }
    assertThat(threads).hasSize(1);
  }

  // The bound

  @Test
  void whatIsTooMuchIsRefusedAndNothingOfItIsKept() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(10, 100));
    queue.offer("a");
    arrived.acquire();
    assertThat(queue.offer("12345")).isTrue();
    assertThat(queue.offer("123456")).isFalse();
    assertThat(queue.offer("12345")).isTrue();
    assertThat(queue.offer("1")).isFalse();
    assertThat(queue.offer("")).isTrue();
    leave.release(10);
    queue.close(PATIENCE);
    assertThat(batches).containsExactly(List.of("a"), List.of("12345", "12345", ""));
  }

  @Test
  void whatHasBeenTakenToBeWrittenMakesRoom() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(5, 1));
    queue.offer("12345");
    for (int i = 0; i < 20; i++) {
      arrived.acquire();
      assertThat(queue.offer("12345")).isTrue();
      assertThat(queue.offer("1")).isFalse();
      leave.release();
    }
    leave.release(10);
    queue.close(PATIENCE);
    assertThat(batches).hasSize(21);
  }

  @Test
  void whatIsTooMuchByItselfIsNeverTaken() {
    WriteQueue<String> queue = queue(new Limits(5, 1));
    assertThat(queue.offer("123456")).isFalse();
    queue.close(PATIENCE);
    assertThat(batches).isEmpty();
  }

  // Taken back

  @Test
  void whatIsTakenBackIsNotWritten() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(5, 10));
    queue.offer("a");
    arrived.acquire();
    offer(queue, "b", "c");
    assertThat(queue.takeBack()).containsExactly("b", "c");
    assertThat(queue.takeBack()).isEmpty();
    assertThat(queue.offer("12345")).isTrue();
    leave.release(10);
    queue.close(PATIENCE);
    assertThat(batches).containsExactly(List.of("a"), List.of("12345"));
  }

  // The end

  @Test
  void closingWritesWhatWaitsAndEndsTheThread() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 2));
    queue.offer("a");
    arrived.acquire();
    offer(queue, "b", "c", "d");
    leave.release(10);
    queue.close(PATIENCE);
    assertThat(batches.stream().flatMap(List::stream)).containsExactly("a", "b", "c", "d");
    assertThat(threads.get(0).isAlive()).isFalse();
    assertThat(queue.offer("late")).isFalse();
  }

  @Test
  void closingAnIdleQueueIsQuickAndMayBeRepeated() {
    WriteQueue<String> queue = queue(new Limits(100, 2));
    assertTimeoutPreemptively(
        PATIENCE.dividedBy(2),
        () -> {
          queue.close(PATIENCE);
          queue.close(PATIENCE);
        });
    assertThat(threads.get(0).isAlive()).isFalse();
  }

  @Test
  void patienceWithAWriterThatIsStuckHasAnEnd() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 1));
    offer(queue, "a", "b");
    arrived.acquire();
    assertTimeoutPreemptively(PATIENCE, () -> queue.close(Duration.ofMillis(50)));
    assertThat(queue.offer("late")).isFalse();
    threads.get(0).join(PATIENCE.toMillis());
    assertThat(batches)
        .as("the writer hears of it, and may still refuse what waits")
        .containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void whoIsInterruptedWhileClosingStaysInterrupted() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 1));
    queue.offer("a");
    arrived.acquire();
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    Thread closing =
        THREADS.newThread(
            () -> {
              Thread.currentThread().interrupt();
              queue.close(PATIENCE);
              interrupted.add(Thread.interrupted());
            });
    closing.start();
    closing.join(PATIENCE.toMillis());
    assertThat(interrupted).containsExactly(true);
  }

  @Test
  void aQueueWhoseThreadIsInterruptedTakesNothingMore() throws InterruptedException {
    WriteQueue<String> queue = queue(new Limits(100, 1));
    Await.until(PATIENCE, "waits", () -> threads.get(0).getState() == Thread.State.WAITING);
    threads.get(0).interrupt();
    threads.get(0).join(PATIENCE.toMillis());
    assertThat(queue.offer("late")).isFalse();
    assertThat(batches).isEmpty();
  }

  @Test
  void whatIsTakenIsHandedOnEvenIfTheThreadIsInterruptedAtThatMoment() throws InterruptedException {
    leave.release(1_000_000);
    for (int i = 0; i < 500; i++) {
      batches.clear();
      WriteQueue<String> queue = queue(new Limits(100, 10));
      Thread thread = threads.get(threads.size() - 1);
      Thread interrupting = THREADS.newThread(thread::interrupt);
      interrupting.start();
      List<String> taken = new ArrayList<>();
      for (String each : List.of("a", "b", "c")) {
        if (queue.offer(each)) {
          taken.add(each);
        }
      }
      interrupting.join();
      queue.close(PATIENCE);
      assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(taken);
    }
  }

  @Test
  void aQueueWhoseWriterBreaksTakesNothingMoreAndKeepsNothing() throws InterruptedException {
    ThreadFactory quiet =
        task -> {
          Thread thread = factory.newThread(task);
          thread.setUncaughtExceptionHandler((t, e) -> {});
          return thread;
        };
    WriteQueue<String> queue =
        new WriteQueue<>(
            new Limits(100, 1),
            String::length,
            batch -> {
              throw new AssertionError("broken");
            },
            quiet);
    queue.offer("a");
    threads.get(0).join(PATIENCE.toMillis());
    assertThat(queue.offer("late")).isFalse();
    assertTimeoutPreemptively(PATIENCE, () -> queue.close(PATIENCE));
  }

  private WriteQueue<String> queue(Limits limits) {
    return new WriteQueue<>(limits, String::length, this::write, factory);
  }

  private void write(List<String> batch) {
    batches.add(List.copyOf(batch));
    arrived.release();
    try {
      leave.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void offer(WriteQueue<String> queue, String... writes) {
    for (String each : writes) {
      assertThat(queue.offer(each)).isTrue();
    }
  }
}
