package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {

  private final Threads threads = new Threads();

  @AfterEach
  void stop() {
    threads.stop();
  }

  @Test
  void whatTheServerGivesNoContextAtFirstRunsInItALittleLater() throws Exception {
    threads.managed = new GlassFish(3);
    assertThat(whereItRuns(threads.log())).isEqualTo("parley-log in the application");
  }

  @Test
  void whatTheServerNeverGivesItsContextRunsWithout() throws Exception {
    threads.managed = new GlassFish(Integer.MAX_VALUE);
    assertThat(whereItRuns(threads.log())).isEqualTo("parley-log alone");
  }

  @Test
  void aPoolLosesNoThreadAndNoTask() throws Exception {
    threads.managed = new GlassFish(1);
    CompletableFuture<String> where = new CompletableFuture<>();
    threads.delivery().execute(() -> where.complete(place()));
    assertThat(where.get(30, TimeUnit.SECONDS)).isEqualTo("parley-delivery in the application");
  }

  @Test
  void whoIsInterruptedMeanwhileRunsAtOnceAndIsStillInterrupted() throws Exception {
    threads.managed = new GlassFish(Integer.MAX_VALUE);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        threads.log().newThread(() -> interrupted.complete(Thread.currentThread().isInterrupted()));
    thread.start();
    thread.interrupt();
    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itsClassLoaderIsTheApplications() throws Exception {
    threads.managed = new GlassFish(0);
    CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
    threads
        .log()
        .newThread(() -> loader.complete(Thread.currentThread().getContextClassLoader()))
        .start();
    assertThat(loader.get(30, TimeUnit.SECONDS)).isSameAs(Threads.class.getClassLoader());
  }

  private static String whereItRuns(ThreadFactory factory) throws Exception {
    CompletableFuture<String> where = new CompletableFuture<>();
    factory.newThread(() -> where.complete(place())).start();
    return where.get(30, TimeUnit.SECONDS);
  }

  private static String place() {
    String context = GlassFish.IN_CONTEXT.get() == null ? " alone" : " in the application";
    return Thread.currentThread().getName() + context;
  }

  /**
   * Its threads set a context up, and end without a word to whoever started them where that fails,
   * as those of {@code ManagedThreadFactoryImpl} do on GlassFish.
   */
  private static final class GlassFish implements ManagedThreadFactory {

    static final ThreadLocal<Boolean> IN_CONTEXT = new ThreadLocal<>();

    private final AtomicInteger failures;

    GlassFish(int failures) {
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public Thread newThread(Runnable task) {
      return new Thread(task) {
        @Override
        public void run() {
          if (failures.getAndDecrement() > 0) {
            return;
          }
          IN_CONTEXT.set(true);
          super.run();
        }
      };
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new UnsupportedOperationException();
    }
  }
}
