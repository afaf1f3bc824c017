package dev.parley;

import dev.parley.audit.AuditLog;
import dev.parley.history.MessageLog;
import dev.parley.payara.PlainScheduler;
import dev.parley.room.Admission;
import dev.parley.room.RoomManager;
import dev.parley.socket.Connections;
import dev.parley.token.SigningKeys;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.time.Duration;

/** What happens at deployment and at undeployment. */
public class Lifecycle implements ServletContextListener {

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration DEPARTURES = Duration.ofMillis(250);
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ANSWERS = Duration.ofSeconds(1);

  @Inject Wiring wiring;
  @Inject AuditLog audit;
  @Inject Instance<Settings> settings;
  @Inject Instance<SigningKeys> keys;
  @Inject Instance<Connections> connections;
  @Inject Instance<MessageLog> log;
  @Inject RoomManager rooms;
  @Inject Instance<Admission> admission;
  @Inject Threads threads;

  /** Loaded in advance: a server that stops may have deleted our classes before we need them. */
  private final Runnable stopScheduler = PlainScheduler::stop;

  /** Some servers also end what could not be started. */
  private boolean started;

  /**
   * Reads the settings, opens the data directory and starts the timer.
   *
   * @throws IllegalStateException which stops the deployment, if a setting is not allowed
   */
  @Override
  public void contextInitialized(ServletContextEvent event) {
    wiring.deployedAt(event.getServletContext().getContextPath());
    try {
      String dataDir = settings.get().dataDir().toString();
      keys.get();
      log.get();
      audit.started(event.getServletContext().getContextPath(), dataDir);
    } catch (RuntimeException e) {
      throw stopped(e);
    }
    started = true;
    event
        .getServletContext()
        .addServlet("parley-farewell", new Farewell(() -> sayGoodBye(event)))
        .setLoadOnStartup(1);
    threads.every(BEAT, "heartbeat", connections.get()::beat);
    threads.every(DEPARTURES, "departures", rooms::announceDepartures);
    threads.every(SWEEP, "sweep", this::sweep);
    threads.every(SWEEP, "keys", keys.get()::tend);
  }

  private void sweep() {
    rooms.sweep();
    admission.get().sweep();
  }

  private void sayGoodBye(ServletContextEvent event) {
    audit.stopped(event.getServletContext().getContextPath(), connections.get().size());
    connections.get().endAll();
    threads.awaitHangUps(PATIENCE);
    connections.get().awaitAnswers(ANSWERS);
  }

  /** Ends all threads. */
  @Override
  public void contextDestroyed(ServletContextEvent event) {
    threads.stop();
    if (started) {
      stopScheduler.run();
      closeLog();
    }
  }

  /**
   * Last, since it may need classes that a server which stops has deleted; nothing is lost then.
   */
  private void closeLog() {
    try {
      log.get().close();
    } catch (LinkageError deleted) {
      System.getLogger("dev.parley").log(System.Logger.Level.DEBUG, "the log ends unclosed");
    }
  }

  /**
   * Is told of the end before any listener is (Jakarta Servlet, {@code contextDestroyed}). Tomcat
   * has a listener that closes every session with a reason of its own.
   */
  private static final class Farewell extends GenericServlet {

    private static final long serialVersionUID = 1L;

    private final transient Runnable atTheEnd;

    Farewell(Runnable atTheEnd) {
      this.atTheEnd = atTheEnd;
    }

    /** Never called: it has no address. */
    @Override
    public void service(ServletRequest request, ServletResponse response) {}

    @Override
    public void destroy() {
      atTheEnd.run();
    }
  }

  private IllegalStateException stopped(RuntimeException thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof InvalidSettingException) {
        audit.invalidSetting(String.valueOf(t.getMessage()));
        return new IllegalStateException(t.getMessage());
      }
    }
    throw thrown;
  }
}
