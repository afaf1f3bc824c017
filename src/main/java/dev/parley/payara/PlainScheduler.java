package dev.parley.payara;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * The default managed scheduled executor of a Payara whose only application is Parley: one plain
 * thread that captures no context. Payara's WebSocket container schedules a time-out at every
 * frame, sent or received, and its own executor looks through all jars of the server each time; see
 * {@code docs/decisions/payara-sends.md}. A session without a time-out has one that is due at once
 * and does nothing: what is due at once is run by the thread that asks for it, since to wake
 * another one costs more than it.
 *
 * <p>{@code server-config/payara-micro/post-boot.asadmin} names it as a JNDI object factory. Where
 * it is not named, nobody loads it.
 */
public final class PlainScheduler implements ObjectFactory {

  private static final ScheduledThreadPoolExecutor SCHEDULER = scheduler();
  private static final Object MANAGED =
      Proxy.newProxyInstance(
          ManagedScheduledExecutorService.class.getClassLoader(),
          new Class<?>[] {ManagedScheduledExecutorService.class},
          (proxy, method, arguments) -> delegate(method, arguments));

  /** What the server's lookups get. */
  @Override
  public Object getObjectInstance(
      @Nullable Object reference,
      @Nullable Name name,
      @Nullable Context context,
      @Nullable Hashtable<?, ?> environment) {
    return MANAGED;
  }

  /** Ends its thread, if it has one; for undeployment. */
  public static void stop() {
    SCHEDULER.shutdownNow();
  }

  private static ScheduledThreadPoolExecutor scheduler() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "parley-plain-scheduler");
              thread.setDaemon(true);
              thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  /** As for every managed executor, the life cycle is not the application's business. */
  @SuppressWarnings("FutureReturnValueIgnored") // it goes to who has called
  private static @Nullable Object delegate(Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!method.getDeclaringClass().isAssignableFrom(ScheduledThreadPoolExecutor.class)) {
      throw new UnsupportedOperationException(method.getName());
    }
    if (method.getName().startsWith("shutdown")) {
      return method.getReturnType() == void.class ? null : List.of();
    }
    if (arguments != null
        && arguments.length == 3
        && arguments[0] instanceof Runnable task
        && arguments[1] instanceof Long delay
        && delay <= 0) {
      run(task);
      return new Done();
    }
    try {
      return method.invoke(SCHEDULER, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** As an executor does: what the task throws is not thrown at who has scheduled it. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      System.getLogger("dev.parley").log(System.Logger.Level.DEBUG, "a task has failed", e);
    }
  }

  /** Of a task that is over. */
  private record Done() implements ScheduledFuture<Object> {

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public @Nullable Object get() {
      return null;
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit) {
      return null;
    }
  }
}
