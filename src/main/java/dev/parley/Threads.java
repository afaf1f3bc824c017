package dev.parley;

import dev.parley.audit.AuditLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Every thread of ours: a few that send, a few that answer, some that hang up, one timer.
 *
 * <p>The pools are our own, of threads that know the application as a managed thread does, which
 * sending needs on some servers. A managed executor would look that context up anew for every task,
 * which costs a quarter of a millisecond on Payara. For the same reason the timer is no managed
 * scheduled executor.
 */
@ApplicationScoped
public class Threads {

  private static final int HANG_UPS = 16;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** How often, and how far apart, the server is asked for the application's context. */
  private static final int ATTEMPTS = 100;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final String DEFAULT_FACTORY = "java:comp/DefaultManagedThreadFactory";

  @Resource @Nullable ManagedThreadFactory managed;
  @Inject AuditLog audit;

  private final int many = Math.max(2, Runtime.getRuntime().availableProcessors());

  /**
   * Payara, at every send, asks the context class loader for a service, through all jars of the
   * server. No class of ours is looked up on these threads, so the smallest loader does.
   */
  private final ThreadPoolExecutor delivery =
      pool("parley-delivery", many, ClassLoader.getPlatformClassLoader());

  private final ThreadPoolExecutor answers =
      pool("parley-answers", many, Threads.class.getClassLoader());
  private final ThreadPoolExecutor hangUps =
      pool("parley-hang-up", HANG_UPS, ClassLoader.getPlatformClassLoader());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "parley-timer");
            thread.setDaemon(true);
            return thread;
          });

  /** Where sends start. */
  public Executor delivery() {
    return task -> delivery.execute(guarded("delivery", task));
  }

  /** Where REST is answered that has waited for the log; its threads know the application. */
  public Executor answers() {
    return answers;
  }

  /** Where sessions are pinged and closed, each of which may take long. */
  public Executor hangUps() {
    return task -> hangUps.execute(guarded("hang_up", task));
  }

  /**
   * For a log that is to write and read; its threads are the log's to end. Answers go out from
   * them, for which servers need the application's class loader; and a managed thread of GlassFish
   * has that of the thread which asked for it, perhaps one that delivers.
   */
  public ThreadFactory log() {
    return inTheApplication("parley-log", Threads.class.getClassLoader());
  }

  /**
   * For a pool of connections; its threads are the pool's to end. They are not the server's: on
   * Open Liberty those do nothing before the application has started, which needs connections.
   */
  public ThreadFactory connections() {
    return task -> {
      Thread thread = new Thread(task, "parley-connections");
      thread.setContextClassLoader(Threads.class.getClassLoader());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Runs a short task again and again, whatever becomes of one run. */
  public void every(Duration period, String name, Runnable task) {
    long millis = period.toMillis();
    var unused =
        timer.scheduleWithFixedDelay(guarded(name, task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Lets the last hang-ups happen, for a while; others that come are left to the server. */
  public void awaitHangUps(Duration patience) {
    timer.shutdownNow();
    hangUps.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    hangUps.shutdown();
    try {
      hangUps.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends every thread. */
  public void stop() {
    timer.shutdownNow();
    hangUps.shutdownNow();
    delivery.shutdownNow();
    answers.shutdownNow();
  }

  /** What is injected; looked up where it is not, as once on Payara: see {@code web.xml}. */
  @SuppressWarnings("BanJNDI") // of the server's own names
  private ManagedThreadFactory managed() {
    ManagedThreadFactory factory = managed;
    if (factory == null) {
      try {
        factory = InitialContext.doLookup(DEFAULT_FACTORY);
      } catch (NamingException e) {
        throw new IllegalStateException("the server has no " + DEFAULT_FACTORY, e);
      }
      managed = factory;
    }
    return factory;
  }

  private Runnable guarded(String name, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        audit.error(name, e);
      }
    };
  }

  /**
   * For threads that do their work in a managed thread's {@code run}, which sets the context of the
   * application up. That may fail: GlassFish, and Payara with it, looks ours up among all that are
   * deployed, and finds no name while another is being registered. Its own thread would be logged
   * and gone, and a pool would wait for it for good; ours tries again, then does without.
   */
  private ThreadFactory inTheApplication(String name, ClassLoader contextClassLoader) {
    return task -> {
      AtomicBoolean begun = new AtomicBoolean();
      Runnable work =
          () -> {
            begun.set(true);
            Thread.currentThread().setContextClassLoader(contextClassLoader);
            task.run();
          };
      Runnable inContext = managed().newThread(work);
      Runnable attempts =
          () -> {
            for (int i = 0; !begun.get(); i++) {
              if (i > 0) {
                LockSupport.parkNanos(PAUSE.toNanos());
              }
              (i < ATTEMPTS ? inContext : work).run();
            }
          };
      Thread thread = new Thread(attempts, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private ThreadPoolExecutor pool(String name, int threads, ClassLoader contextClassLoader) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_ALIVE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            inTheApplication(name, contextClassLoader));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
