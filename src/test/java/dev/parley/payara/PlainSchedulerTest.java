package dev.parley.payara;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSchedulerTest {

  private final ManagedScheduledExecutorService scheduler =
      (ManagedScheduledExecutorService)
          new PlainScheduler().getObjectInstance(null, null, null, null);

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void whatIsDueAtOnceIsRunByWhoAsksForIt(long delay) {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    Runnable task = () -> ran.complete(Thread.currentThread());
    Future<?> future = scheduler.schedule(task, delay, TimeUnit.SECONDS);
    assertThat(ran).isCompletedWithValue(Thread.currentThread());
    assertThat(future).isDone().isNotCancelled();
    assertThat(future.cancel(true)).isFalse();
  }

  @Test
  void whatItThrowsIsNotThrownAtWhoAsksForIt() {
    Runnable task =
        () -> {
          throw new IllegalStateException("at once");
        };
    Future<?> future = scheduler.schedule(task, 0, TimeUnit.SECONDS);
    assertThat(future).isDone();
  }

  @Test
  void whatIsDueLaterIsRunByAThreadOfItsOwn() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    Runnable task = () -> ran.complete(Thread.currentThread());
    scheduler.schedule(task, 1, TimeUnit.MILLISECONDS).get();
    assertThat(ran.join().getName()).isEqualTo("parley-plain-scheduler");
  }

  @Test
  void whatIsDueLaterCanBeCancelled() {
    Runnable task = () -> {};
    Future<?> future = scheduler.schedule(task, 1, TimeUnit.HOURS);
    assertThat(future.cancel(false)).isTrue();
    assertThat(future).isCancelled();
  }
}
