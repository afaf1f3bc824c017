package dev.parley.it.server;

import dev.parley.it.Await;
import dev.parley.it.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server of the kind whose Maven profile is in force, Payara Micro if none is, with the WAR
 * deployed.
 */
public final class ParleyServer implements AutoCloseable {

  /** As the Maven profile is called. */
  public static final String KIND = ServerKind.current().name();

  /** Whether sockets are closed with 1001 when it stops; on all they are at undeployment. */
  public static final boolean SAYS_GOOD_BYE = ServerKind.current().saysGoodBye();

  /** Of the Java that servers run on, which is the tests' own unless the profile has another. */
  static final String JAVA_HOME = System.getProperty("it.java", System.getProperty("java.home"));

  static final String JAVA = Path.of(JAVA_HOME, "bin", "java").toString();

  static final Path HOME = absolute("it.home", "target/payara-micro");

  /**
   * Options of the JVM. The second compiler pays off after minutes; without it a server starts in
   * half the time.
   */
  public static final String SHORT_LIVED = "-Xmx512m -XX:TieredStopAtLevel=1";

  private static final String KEYS = ".well-known/jwks.json";

  /** As it was built. */
  public static final Path WAR = absolute("it.war", "target/parley.war");

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final ServerKind kind;
  private final int port;
  private final String contextPath;
  private final String probe;
  private final Path directory;
  private final Path log;
  private final Process process;
  private final @Nullable Path deployments;

  private ParleyServer(
      Builder builder, Path directory, Path log, Process process, @Nullable Path deployments) {
    this.kind = builder.kind;
    this.port = builder.port;
    this.contextPath = builder.contextPath;
    this.probe = builder.probe;
    this.directory = directory;
    this.log = log;
    this.process = process;
    this.deployments = deployments;
  }

  /** How to start one. */
  public static final class Builder {

    private ServerKind kind = ServerKind.current();
    private Path home = HOME;
    private Path war = WAR;
    private String probe = KEYS;
    private String jvm = SHORT_LIVED;
    private int port = freePort();
    private String contextPath = "";
    private boolean tuned = true;
    private boolean dataSource;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, Path> others = new LinkedHashMap<>();
    private final List<Path> libraries = new ArrayList<>();

    /**
     * Another kind of server than the Maven profile's.
     *
     * @param home where it is unpacked
     */
    public Builder on(String kind, Path home) {
      this.kind = ServerKind.named(kind);
      this.home = home.toAbsolutePath();
      return this;
    }

    /**
     * Another application in the place of Parley.
     *
     * @param probe a path below its own at which it answers as soon as it is there
     */
    public Builder instead(Path war, String probe) {
      this.war = war.toAbsolutePath();
      this.probe = probe;
      return this;
    }

    /** Its options, in place of {@link #SHORT_LIVED}. */
    public Builder jvm(String options) {
      this.jvm = options;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder contextPath(String contextPath) {
      this.contextPath = contextPath;
      return this;
    }

    /** Without what server-config does for speed: the server as it comes. */
    public Builder stock() {
      this.tuned = false;
      return this;
    }

    /** With the data source of server-config, which takes from the environment where to. */
    public Builder dataSource() {
      this.dataSource = true;
      return this;
    }

    /** A system property. */
    public Builder set(String property, Object value) {
      properties.put(property, String.valueOf(value));
      return this;
    }

    public Builder environment(String variable, Object value) {
      environment.put(variable, String.valueOf(value));
      return this;
    }

    /**
     * Set in the server, where MicroProfile Config finds it; where that is not for us, a system
     * property.
     */
    public Builder config(String property, Object value) {
      if (kind.hasConfig()) {
        config.put(property, String.valueOf(value));
      } else {
        properties.putIfAbsent(property, String.valueOf(value));
      }
      return this;
    }

    /** Another application on the same server. */
    public Builder beside(String contextPath, Path war) {
      others.put(contextPath, war);
      return this;
    }

    /** A jar that the server itself has, not the application. */
    public Builder library(Path jar) {
      libraries.add(jar);
      return this;
    }

    /** Starts it and waits until the application answers. */
    public ParleyServer start(String name) {
      ParleyServer server = launch(name);
      server.awaitReady();
      return server;
    }

    /** Starts it and waits for nothing. */
    public ParleyServer launch(String name) {
      try {
        String unique = name + "-" + port;
        Path directory = Path.of("target", "servers", unique).toAbsolutePath();
        Directories.delete(directory);
        // Payara Micro unpacks itself into it, and leaves that behind when it is killed.
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Map<String, Path> wars = new LinkedHashMap<>();
        wars.put(contextPath, war);
        wars.putAll(others);
        ServerKind.Launch launch =
            kind.prepare(
                new ServerKind.Plan(
                    home, directory, port, wars, tuned, dataSource, config, libraries));
        Path log = Path.of("target", unique + ".log");
        ProcessBuilder builder =
            new ProcessBuilder(launch.command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().put("JAVA_TOOL_OPTIONS", javaOptions(temporary));
        builder.environment().putAll(launch.environment());
        builder.environment().putAll(environment);
        ParleyServer server =
            new ParleyServer(this, directory, log, builder.start(), launch.deployments());
        Runtime.getRuntime().addShutdownHook(new Thread(server::killAll));
        ServerKind.Administration administration = launch.administration();
        if (administration != null) {
          ProcessBuilder commands =
              new ProcessBuilder(administration.command())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
          commands.environment().putAll(environment);
          Runnable administrate = () -> server.administrate(administration.ready(), commands);
          new Thread(administrate, "administrate").start();
        }
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The one way to hand them to a JVM that all servers' scripts leave alone. */
    private String javaOptions(Path temporary) {
      StringBuilder options = new StringBuilder(jvm);
      Map<String, String> all = new LinkedHashMap<>(properties);
      all.putIfAbsent("java.io.tmpdir", temporary.toString());
      all.forEach(
          (name, value) ->
              options.append(" \"-D").append(name).append('=').append(value).append('"'));
      return options.toString();
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + port + contextPath + "/");
  }

  public int port() {
    return port;
  }

  /** The JVM: where a script starts it, the last of the script's descendants. */
  public ProcessHandle process() {
    return process.descendants().reduce((first, second) -> second).orElse(process.toHandle());
  }

  /** What can be seen of it from outside. */
  public JavaProcess java() {
    return new JavaProcess(process().pid());
  }

  /**
   * Everything that the server has said so far, without what the JVM repeats of the options that we
   * hand it.
   */
  public String log() {
    try {
      return Files.readString(log).replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS:.*$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the WAR in the place of the one that is deployed, while the server runs. */
  public void replace() throws IOException {
    put(deployed());
  }

  /** Deploys the WAR once more, under that path, and waits until it answers there. */
  public URI deployBeside(String name) throws IOException {
    Path ours = Objects.requireNonNull(deployments, KIND);
    put(kind.dropIns(ours).resolve(name + ".war"));
    URI beside = base().resolve("/" + name + "/");
    awaitReady(beside);
    return beside;
  }

  /** As a whole, since the server may look at any time. */
  private static void put(Path war) throws IOException {
    Path whole =
        Files.copy(WAR, war.resolveSibling("../whole"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(whole, war, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the WAR away, and waits until the server has ended the application. */
  public void undeploy() throws IOException {
    Path war = deployed();
    Files.delete(war);
    Path unpacked = war.resolveSibling(war.getFileName().toString().replace(".war", ""));
    Await.until(
        PATIENCE, "undeployed; see " + log, () -> status() == 404 && !Files.exists(unpacked));
  }

  private Path deployed() {
    String name = contextPath.isEmpty() ? "ROOT" : contextPath.substring(1);
    return Objects.requireNonNull(deployments, KIND).resolve(name + ".war");
  }

  /** Waits until the application answers. */
  public void awaitReady() {
    awaitReady(base());
  }

  /** Waits until a Parley that was deployed beside answers. */
  public void awaitReady(URI base) {
    String failed = kind.failedWords();
    Await.until(
        PATIENCE,
        "the application answers; see " + log,
        () -> {
          if (!process.isAlive() || log().contains(failed)) {
            throw new AssertionError("the application does not start:\n" + log());
          }
          return status(base.resolve(probe)) == 200;
        });
  }

  /** Waits until the server has tried to deploy the WAR, with or without success. */
  public void awaitTried() {
    String words = kind.startedWords();
    Await.until(PATIENCE, "the server has tried; see " + log, () -> log().contains(words));
  }

  /** In the background, so that a test can break into it; what it prints goes to the log. */
  private void administrate(URI ready, ProcessBuilder commands) {
    try {
      Await.until(
          PATIENCE,
          "the server takes commands; see " + log,
          () -> !process.isAlive() || status(ready) == 200);
      commands.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether someone listens there. */
  public static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException closed) {
      return false;
    }
  }

  private int status() {
    return status(base().resolve(probe));
  }

  /** SIGTERM, and waits for the end. */
  public void stop() {
    List<ProcessHandle> all = Processes.family(process);
    process().destroy();
    cleanUpAfter(all);
  }

  /** SIGKILL. */
  public void kill() {
    cleanUpAfter(killAll());
  }

  /** Its log stays. */
  private void cleanUpAfter(List<ProcessHandle> all) {
    Processes.awaitEnd(all);
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private List<ProcessHandle> killAll() {
    List<ProcessHandle> all = Processes.family(process);
    all.forEach(ProcessHandle::destroyForcibly);
    return all;
  }

  /** The status of a GET, or 0 where nobody listens. */
  public static int status(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path absolute(String property, String otherwise) {
    return Path.of(System.getProperty(property, otherwise)).toAbsolutePath();
  }
}
