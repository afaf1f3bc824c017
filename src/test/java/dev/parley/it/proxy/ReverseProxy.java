package dev.parley.it.proxy;

import dev.parley.it.Await;
import dev.parley.it.Processes;
import dev.parley.it.Rest;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real one in front of Parley, with TLS, as {@code docs/reverse-proxy.md} says. */
final class ReverseProxy implements AutoCloseable {

  /** Each as the page names it. */
  enum Kind {
    NGINX,
    HTTPD;

    Software software() {
      return switch (this) {
        case NGINX -> new Nginx();
        case HTTPD -> new Httpd();
      };
    }
  }

  /** Where browsers find Parley. */
  enum Site {
    BELOW_A_PATH("https://portal.example/talk/"),
    OWN_HOST("https://chat.example/");

    final URI address;

    Site(String address) {
      this.address = URI.create(address);
    }
  }

  static final Path LOGS = Path.of("target", "proxies", "run").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Kind kind;
  private final Site site;
  private final Certificate certificate;
  private final int port = ParleyServer.freePort();
  private final Path directory;
  private final List<String> command;
  private Process process;

  private ReverseProxy(
      Kind kind, Site site, int parley, Certificate certificate, UnaryOperator<Snippet> change)
      throws IOException {
    Software software = kind.software();
    this.kind = kind;
    this.site = site;
    this.certificate = certificate;
    this.directory = Files.createDirectories(LOGS.resolve(software.name() + "-" + port));
    String host = site.address.getHost();
    Snippet snippet =
        Snippet.under(software.name() + ": " + site.address)
            .with("127.0.0.1:8080/parley/", "127.0.0.1:" + parley + "/parley/")
            .with("/etc/ssl/" + host + ".pem", certificate.chain())
            .with("/etc/ssl/" + host + ".key", certificate.key());
    Path configuration = directory.resolve("proxy.conf");
    Files.writeString(
        configuration,
        software.configuration(
            change.apply(software.placed(snippet, port, directory)), directory, port));
    this.command = software.command(directory, configuration);
  }

  static ReverseProxy start(Kind kind, Site site, int parley, Certificate certificate) {
    return start(kind, site, parley, certificate, UnaryOperator.identity());
  }

  /**
   * @param change made to what the page says
   */
  static ReverseProxy start(
      Kind kind, Site site, int parley, Certificate certificate, UnaryOperator<Snippet> change) {
    try {
      ReverseProxy proxy = new ReverseProxy(kind, site, parley, certificate, change);
      proxy.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also after {@link #stop}, at the same address. */
  void start() {
    try {
      Path output = directory.resolve("output.log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(kind.software().program().environment());
      Process started = builder.start();
      process = started;
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
      Await.until(PATIENCE, this + " listens; see " + directory, () -> listens(started));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens(Process started) {
    if (!started.isAlive()) {
      throw new AssertionError(this + " does not start:\n" + logs());
    }
    return ParleyServer.isOpen(port);
  }

  /** SIGTERM, and waits for the end. */
  void stop() {
    List<ProcessHandle> all = Processes.family(process);
    process.destroy();
    Processes.awaitEnd(all);
  }

  @Override
  public void close() {
    stop();
  }

  /** The public address of Parley. */
  URI base() {
    return URI.create("https://127.0.0.1:" + port).resolve(site.address.getPath());
  }

  /** Another address of this proxy's host. */
  URI resolve(String path) {
    return base().resolve(path);
  }

  String origin() {
    return "https://" + base().getAuthority();
  }

  Rest rest() {
    return new Rest(
        base(),
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(certificate.trusting())
            .build());
  }

  /** A connection with TLS. */
  Socket connect() {
    return connectFrom("127.0.0.1");
  }

  /**
   * The same of somebody at another address.
   *
   * @param address of the loopback, all of whose addresses are this machine's on Linux
   */
  Socket connectFrom(String address) {
    try {
      Socket plain = new Socket();
      plain.bind(new InetSocketAddress(address, 0));
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      plain.setTcpNoDelay(true);
      return certificate.trusting().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it has logged so far. */
  String logs() {
    return logs(directory);
  }

  /** All that any of them has logged below this directory. */
  static String logs(Path below) {
    try (Stream<Path> files = Files.walk(below)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
        all.append(file).append(":\n").append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return kind.software().name() + " at " + base();
  }
}
