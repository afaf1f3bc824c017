package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Several threads offer, a real executor drains, and sends complete wherever they like. */
class OutboxUnderLoadTest {

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void everyFrameIsWrittenOnceInItsOfferersOrderAndNeverTwoAtATime(
      @ForAll @IntRange(min = 1, max = 6) int offerers,
      @ForAll @IntRange(min = 1, max = 400) int framesEach,
      @ForAll @IntRange(min = 0, max = 100) int percentAtOnce)
      throws Exception {
    ExecutorService delivery = Executors.newFixedThreadPool(3);
    ExecutorService container = Executors.newFixedThreadPool(3);
    ExecutorService threads = Executors.newFixedThreadPool(offerers);
    try {
      Socket socket = new Socket(container, percentAtOnce, offerers * framesEach);
      Outbox outbox =
          new Outbox(
              new Outbox.Limits(0, Duration.ZERO),
              Dialect.PLAIN,
              socket,
              failure -> socket.violated.set(true),
              delivery,
              System::nanoTime);
      CyclicBarrier start = new CyclicBarrier(offerers);
      List<Future<?>> offering = new ArrayList<>();
      for (int offerer = 0; offerer < offerers; offerer++) {
        String name = offerer + ":";
        offering.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < framesEach; i++) {
                    if (outbox.offer(Frame.of(name + i))) {
                      delivery.execute(outbox::drain);
                    }
                  }
                  return name;
                }));
      }
      for (Future<?> done : offering) {
        done.get(20, TimeUnit.SECONDS);
      }
      assertThat(socket.all.await(20, TimeUnit.SECONDS)).as("all written").isTrue();
      assertThat(socket.violated).as("two in flight, or hung up").isFalse();
      List<String> written = socket.written();
      assertThat(new HashSet<>(written)).hasSameSizeAs(written).hasSize(offerers * framesEach);
      for (int offerer = 0; offerer < offerers; offerer++) {
        String name = offerer + ":";
        assertThat(written.stream().filter(text -> text.startsWith(name)))
            .containsExactlyElementsOf(
                IntStream.range(0, framesEach).mapToObj(i -> name + i).toList());
      }
    } finally {
      threads.shutdownNow();
      container.shutdownNow();
      delivery.shutdownNow();
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void whateverRacesWithCloseNothingIsWrittenOnceItHasReturned(
      @ForAll @IntRange(max = 2000) int closeAfter, @ForAll Random random) throws Exception {
    ExecutorService delivery = Executors.newFixedThreadPool(2);
    ExecutorService container = Executors.newFixedThreadPool(2);
    try {
      Socket socket = new Socket(container, random.nextInt(101), Integer.MAX_VALUE);
      AtomicInteger hangUps = new AtomicInteger();
      Outbox outbox =
          new Outbox(
              new Outbox.Limits(0, Duration.ZERO),
              Dialect.PLAIN,
              socket,
              failure -> hangUps.incrementAndGet(),
              delivery,
              System::nanoTime);
      for (int i = 0; i < closeAfter; i++) {
        if (outbox.offer(Frame.of("x"))) {
          delivery.execute(outbox::drain);
        }
      }
      outbox.close();
      assertThat(outbox.offer(Frame.of("late"))).isFalse();
      container.shutdown();
      assertThat(container.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      delivery.shutdown();
      assertThat(delivery.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(socket.written()).doesNotContain("late").hasSizeLessThanOrEqualTo(closeAfter);
      assertThat(socket.violated).isFalse();
      assertThat(hangUps).hasValue(0);
    } finally {
      container.shutdownNow();
      delivery.shutdownNow();
    }
  }

  /** A connection that completes a send at once, or later on a thread of its own. */
  private static final class Socket implements Outbox.Writer {

    final AtomicBoolean violated = new AtomicBoolean();
    final CountDownLatch all;

    private final ExecutorService container;
    private final int percentAtOnce;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<String> written = new ArrayList<>();

    Socket(ExecutorService container, int percentAtOnce, int expected) {
      this.container = container;
      this.percentAtOnce = percentAtOnce;
      this.all = new CountDownLatch(expected);
    }

    @Override
    public void write(Frame frame, Consumer<@Nullable Throwable> done) {
      String text = frame.text();
      if (inFlight.incrementAndGet() != 1) {
        violated.set(true);
      }
      synchronized (written) {
        written.add(text);
      }
      if (ThreadLocalRandom.current().nextInt(100) < percentAtOnce) {
        complete(done);
      } else {
        container.execute(() -> complete(done));
      }
    }

    List<String> written() {
      synchronized (written) {
        return List.copyOf(written);
      }
    }

    private void complete(Consumer<@Nullable Throwable> done) {
      inFlight.decrementAndGet();
      done.accept(null);
      all.countDown();
    }
  }
}
