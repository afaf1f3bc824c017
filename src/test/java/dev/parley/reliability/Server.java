package dev.parley.reliability;

import dev.parley.it.Await;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A server that dies and comes back: another process, the same port and data directory. */
final class Server implements AutoCloseable {

  private static final int LOWEST_PORT = 20_000;
  private static final int PORTS = 10_000;

  private final ParleyServer.Builder builder;
  private final int port;
  private ParleyServer current;
  private int starts;
  private long errors;

  private Server(ParleyServer.Builder builder, int port) {
    this.builder = builder;
    this.port = port;
    this.current = next();
  }

  static Server start(ParleyServer.Builder builder, Path dataDir) {
    int port = freePort();
    return new Server(
        builder
            .port(port)
            .set("parley.data-dir", dataDir.toAbsolutePath())
            .set("parley.token-lifetime", "PT24H")
            .set("parley.join-rate", 0)
            .set("parley.post-rate", 0)
            .set("parley.heartbeat", "PT2S")
            .set("parley.silence", "PT5S")
            .set("parley.outbox-bytes", 65_536)
            .set("parley.outbox-age", "PT3S"),
        port);
  }

  int port() {
    return port;
  }

  URI base() {
    return current.base();
  }

  /** SIGKILL. */
  void kill() {
    current.kill();
    count();
  }

  /** SIGTERM. */
  void stop() {
    current.stop();
    count();
  }

  /** After {@link #kill} or {@link #stop}; does nothing while it runs. */
  void startAgain() {
    if (!current.process().isAlive()) {
      current = next();
    }
  }

  /** Starts it, and kills it on its way up. */
  void startInVain(Random random) {
    current = builder.launch(name());
    LockSupport.parkNanos(Duration.ofMillis(3000 + random.nextInt(8000)).toNanos());
    kill();
  }

  /** Faults of its own that it has told its administrator of. */
  long errors() {
    return errors;
  }

  @Override
  public void close() {
    current.close();
  }

  private ParleyServer next() {
    return builder.start(name());
  }

  private String name() {
    return "reliability-" + ++starts;
  }

  private void count() {
    errors += current.log().lines().filter(line -> line.contains("error id=")).count();
  }

  /**
   * A free one below those that the system gives to clients: while the server is down, a client on
   * such a port could connect to itself, and keep the server from coming back.
   */
  static int freePort() {
    Random random = new Random();
    int[] found = {0};
    Await.until(
        Duration.ofSeconds(10),
        "a free port",
        () -> {
          int candidate = LOWEST_PORT + random.nextInt(PORTS);
          try (ServerSocket socket =
              new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
            found[0] = socket.getLocalPort();
            return true;
          } catch (IOException taken) {
            return false;
          }
        });
    return found[0];
  }
}
