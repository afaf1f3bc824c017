package dev.parley.reliability;

import dev.parley.it.server.ParleyServer;
import dev.parley.reliability.Api.Book;
import dev.parley.reliability.ChatClient.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run of the proof: a server, clients that chat on it, a network that fails all the time, grave
 * faults at moments spread over the messages, then peace, and the verdict. Which faults, where and
 * for how long comes from the seed; what they meet depends on the machine.
 */
final class Trial implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration REPORT = Duration.ofSeconds(10);

  /**
   * How big it is.
   *
   * @param messages that are to be confirmed to those that posted them
   * @param window of posts of a client that are under way at a time
   * @param rate of each client, posts a second; 0 for no limit
   */
  record Plan(long seed, int rooms, int members, long messages, int window, int rate) {}

  private final Plan plan;
  private final Random random;
  private final Server server;
  private final FaultyProxy proxy;
  private final Workload workload;
  private final Words words = new Words();
  private final Consumer<String> diary;
  private final long startedAt = System.nanoTime();
  private final AtomicInteger troubles = new AtomicInteger();
  private volatile boolean peace;

  /**
   * @param builder of the server; where the log is, is its business
   * @param diary is told what happens
   */
  Trial(Plan plan, ParleyServer.Builder builder, Path dataDir, Consumer<String> diary)
      throws IOException {
    this.plan = plan;
    this.random = new Random(plan.seed());
    this.diary = diary;
    this.workload = new Workload(plan.messages(), plan.window(), plan.rate());
    note("seed " + plan.seed() + ", " + plan);
    this.server = Server.start(builder, dataDir);
    this.proxy = new FaultyProxy(server.port());
  }

  /** What {@code -Dseed} says, or any. */
  static long seed() {
    return Long.getLong("seed", new Random().nextInt(1_000_000));
  }

  /** The embedded log of a server with this data directory. */
  static String sqlite(Path dataDir) {
    return "jdbc:sqlite:file:" + dataDir.toAbsolutePath().resolve("parley.db") + "?mode=ro";
  }

  Server server() {
    return server;
  }

  Random random() {
    return random;
  }

  /** How many faults of the network there were. */
  int troubles() {
    return troubles.get();
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /**
   * @param grave faults, in the order in which they strike
   * @param jdbcUrl of the database, which is read when the server has stopped
   */
  Findings run(List<Fault> grave, String jdbcUrl) throws IOException, SQLException {
    Api api = new Api(server.base(), words);
    Crowd crowd = new Crowd(api, workload);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    crowd.gather(
        plan.rooms(),
        plan.members(),
        new Place(address, api),
        new Place(proxy.address(), new Api(proxy.base(), words)),
        random);
    Thread network = new Thread(() -> disturb(crowd), "network");
    network.setDaemon(true);
    network.start();
    for (int i = 0; i < grave.size(); i++) {
      double where = (i + 0.2 + 0.6 * random.nextDouble()) / grave.size();
      await((long) (plan.messages() * where));
      strike(grave.get(i));
    }
    await(plan.messages());
    peace = true;
    join(network);
    note("peace");
    String missing = crowd.settle();
    note(missing.isEmpty() ? "everyone has everything" : missing);
    Map<String, Book> rest = crowd.books();
    List<Testimony> testimonies = crowd.leave();
    server.stop();
    note("verdict");
    return Verdict.of(testimonies, Books.read(jdbcUrl, words), rest);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.close();
  }

  private void strike(Fault fault) {
    note(fault.name());
    fault.strike();
    LockSupport.parkNanos(random.nextLong(2_000_000_000L));
    fault.heal();
    note("healed");
  }

  /** Until then many messages are confirmed; not for ever, if none are any more. */
  private void await(long messages) {
    long before = -1;
    long changedAt = System.nanoTime();
    long reportAt = changedAt + REPORT.toNanos();
    while (workload.acknowledged() < messages) {
      long now = System.nanoTime();
      long acknowledged = workload.acknowledged();
      if (acknowledged != before) {
        before = acknowledged;
        changedAt = now;
      } else if (now - changedAt > PATIENCE.toNanos()) {
        note("nothing is confirmed any more");
        return;
      }
      if (now > reportAt) {
        reportAt += REPORT.toNanos();
        note("");
      }
      LockSupport.parkNanos(20_000_000L);
    }
  }

  private void disturb(Crowd crowd) {
    Random own = new Random(plan.seed() + 1);
    List<Fault> faults = Faults.ofNetwork(proxy, crowd.clients(), own);
    while (!peace) {
      Fault fault = faults.get(own.nextInt(faults.size()));
      fault.strike();
      troubles.incrementAndGet();
      LockSupport.parkNanos(100_000_000L + own.nextLong(1_500_000_000L));
      fault.heal();
      LockSupport.parkNanos(own.nextLong(1_000_000_000L));
    }
    faults.forEach(Fault::heal);
    proxy.all().stream().filter(FaultyProxy.Pipe::isHole).forEach(pipe -> pipe.cut(true));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void note(String what) {
    diary.accept(
        String.format(
            Locale.ROOT,
            "%6.1f s  %,9d confirmed  %s",
            duration().toMillis() / 1e3,
            workload.acknowledged(),
            what));
  }
}
