package dev.parley.bench;

import dev.parley.bench.bare.BareEndpoint;
import dev.parley.bench.driver.ParleyV1;
import dev.parley.bench.driver.PlainText;
import dev.parley.bench.driver.Protocol;
import dev.parley.bench.driver.SocketIo;
import dev.parley.it.Await;
import dev.parley.it.Processes;
import dev.parley.it.Rest;
import dev.parley.it.server.Directories;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A server that takes part.
 *
 * @param name of a peer, as its directory below {@code benchmarks/peers} is called; or {@code
 *     parley.v1}, {@code plain} (Parley's other dialect) or {@code bare} (an endpoint with nothing
 *     in it) on a kind of server, such as {@code plain@wildfly}; with {@code +stock} without what
 *     server-config does for speed, with {@code +memory} without a durable log
 */
record Contender(String name) {

  private static final Path WORK = Path.of("target", "benchmarks").toAbsolutePath();
  private static final Path PEERS = Path.of("benchmarks", "peers").toAbsolutePath();
  private static final String HEAP = System.getProperty("heap", "2g");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STOCK = "stock";
  private static final String MEMORY = "memory";
  private static final String PROBE = "index.html";

  /** One that runs. */
  record Running(URI base, Protocol protocol, Tickets tickets, ServerProcess process, Runnable end)
      implements AutoCloseable {

    @Override
    public void close() {
      end.run();
    }
  }

  Protocol protocol() {
    return switch (kindless()) {
      case "parley.v1" -> new ParleyV1();
      case "plain", "cheat-sheet" -> PlainText.toOthers();
      case "bare", "nchan" -> PlainText.toAllWithoutTokens();
      case "ws" -> PlainText.toAll();
      case "socket.io" -> new SocketIo();
      default -> throw new IllegalArgumentException("no such server: " + name);
    };
  }

  /** Starts it, and waits until it can be used. */
  Running start() throws IOException {
    Files.createDirectories(WORK);
    return switch (kindless()) {
      case "parley.v1", "plain" -> parley();
      case "bare" -> bare();
      default -> peer();
    };
  }

  private String kindless() {
    return name.split("[@+]", 2)[0];
  }

  private String kind() {
    List<String> words = List.of(name.split("\\+", 2)[0].split("@", 2));
    return words.size() == 1 ? "payara-micro" : words.get(1);
  }

  private boolean has(String option) {
    return List.of(name.split("\\+")).contains(option);
  }

  /** With no limit that a member would meet who posts as fast as can be. */
  private Running parley() throws IOException {
    Path data = Files.createTempDirectory(WORK, "data");
    ParleyServer server =
        server()
            .set("parley.data-dir", data)
            .set("parley.history", has(MEMORY) ? "memory" : "sqlite")
            .set("parley.post-rate", 0)
            .set("parley.join-rate", 0)
            .set("parley.max-members", 0)
            .start("benchmark");
    Tickets tickets = Tickets.from(new Rest(server.base()));
    return running(server, tickets, () -> stop(server, data));
  }

  private static void stop(ParleyServer server, Path data) {
    server.close();
    try {
      Directories.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Running bare() {
    Path war = WORK.resolve("bare.war");
    ShrinkWrap.create(WebArchive.class)
        .addClass(BareEndpoint.class)
        .addPackage("dev.parley.payara") // which server-config wants for speed
        .addAsWebResource(new StringAsset("here"), PROBE)
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    ParleyServer server = server().instead(war, PROBE).start("benchmark-bare");
    return running(server, Tickets.none(), server::close);
  }

  private ParleyServer.Builder server() {
    String home = Objects.requireNonNull(System.getProperty(kind() + ".home"), kind() + ".home");
    ParleyServer.Builder builder =
        ParleyServer.builder().on(kind(), Path.of(home)).jvm("-Xmx" + HEAP);
    return has(STOCK) ? builder.stock() : builder;
  }

  private Running running(ParleyServer server, Tickets tickets, Runnable end) {
    return new Running(
        server.base(), protocol(), tickets, new ServerProcess(server.process(), true), end);
  }

  private Running peer() throws IOException {
    int port = ParleyServer.freePort();
    Path log = WORK.resolve(name + ".log");
    String start = PEERS.resolve(name).resolve("start").toString();
    Process process =
        new ProcessBuilder(start, String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Await.until(PATIENCE, name + " listens; see " + log, () -> listens(process, port, log));
    URI base = URI.create("http://127.0.0.1:" + port + "/");
    return new Running(
        base,
        protocol(),
        name.equals("nchan") ? Tickets.none() : Tickets.from(new Rest(base)),
        new ServerProcess(process.toHandle(), false),
        () -> stop(process));
  }

  private static boolean listens(Process process, int port, Path log) {
    if (!process.isAlive()) {
      throw new AssertionError("does not start; is it installed? See " + log);
    }
    return ParleyServer.isOpen(port);
  }

  private static void stop(Process process) {
    List<ProcessHandle> all = Processes.family(process);
    process.destroy();
    Processes.awaitEnd(all);
  }
}
