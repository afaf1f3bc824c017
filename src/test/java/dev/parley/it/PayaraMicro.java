package dev.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Payara Micro of our own beside Arquillian's, for what one shared server cannot show: restarts,
 * kills, other settings. A real process, on 127.0.0.1 alone, ended by its pid.
 */
public final class PayaraMicro implements AutoCloseable {

  private static final Path SERVER =
      Path.of(System.getProperty("it.server", "target/payara-micro"));
  private static final Path WAR = Path.of(System.getProperty("it.war", "target/parley.war"));
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final int port;
  private final String contextPath;
  private final Path log;
  private final Process process;

  private PayaraMicro(int port, String contextPath, Path log, Process process) {
    this.port = port;
    this.contextPath = contextPath;
    this.log = log;
    this.process = process;
  }

  /** How to start one. */
  public static final class Builder {

    private int port = freePort();
    private String contextPath = "";
    private boolean postBoot = true;
    private final List<String> properties = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> bootCommands = new ArrayList<>();
    private final List<String> libraries = new ArrayList<>();

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder contextPath(String contextPath) {
      this.contextPath = contextPath;
      return this;
    }

    /** Without our post-boot file, the server as it comes. */
    public Builder stock() {
      this.postBoot = false;
      return this;
    }

    public Builder set(String property, Object value) {
      properties.add("-D" + property + "=" + value);
      return this;
    }

    public Builder environment(String variable, Object value) {
      environment.put(variable, String.valueOf(value));
      return this;
    }

    /** Set in the server, where MicroProfile Config finds it. */
    public Builder config(String property, Object value) {
      bootCommands.add(
          "set-config-property --source=domain --propertyName="
              + property
              + " --propertyValue="
              + value);
      return this;
    }

    /** A line of the post-boot file. */
    public Builder bootCommand(String command) {
      bootCommands.add(command);
      return this;
    }

    /** A jar that the server itself has, not the application. */
    public Builder library(Path jar) {
      libraries.add(jar.toString());
      return this;
    }

    /** Starts it and waits until the application answers. */
    public PayaraMicro start(String name) {
      PayaraMicro server = launch(name);
      server.awaitReady();
      return server;
    }

    /** Starts it and waits for nothing. */
    public PayaraMicro launch(String name) {
      try {
        Path log = Path.of("target", name + "-" + port + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(properties);
        command.addAll(List.of("-jar", SERVER.resolve("payara-micro.jar").toString()));
        command.addAll(List.of("--nohazelcast", "--port", String.valueOf(port)));
        command.addAll(
            List.of("--prebootcommandfile", SERVER.resolve("pre-boot.asadmin").toString()));
        if (postBoot) {
          command.addAll(List.of("--postbootcommandfile", postBootFile(name).toString()));
        }
        for (String library : libraries) {
          command.addAll(List.of("--addlibs", library));
        }
        command.addAll(List.of("--deploy", WAR.toString()));
        command.addAll(List.of("--contextroot", contextPath.isEmpty() ? "/" : contextPath));
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new PayaraMicro(port, contextPath, log, process);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Path postBootFile(String name) throws IOException {
      List<String> lines = new ArrayList<>();
      lines.addAll(Files.readAllLines(SERVER.resolve("post-boot.asadmin")));
      lines.addAll(bootCommands);
      return Files.write(Path.of("target", name + "-" + port + ".asadmin"), lines);
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

  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Everything that the server has said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is reachable on its heap, after a full collection. */
  public long liveBytes() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  String.valueOf(process.pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] total = histogram.substring(histogram.lastIndexOf("Total")).trim().split("\\s+");
      return Long.parseLong(total[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, and waits for the end. */
  public void stop() {
    end(process::destroy);
  }

  /** SIGKILL. */
  public void kill() {
    end(process::destroyForcibly);
  }

  @Override
  public void close() {
    end(process::destroyForcibly);
  }

  private void end(Runnable signal) {
    signal.run();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady() {
    Await.until(
        PATIENCE,
        "the application answers; see " + log,
        () -> {
          if (!process.isAlive() || log().contains("Exception while loading the app")) {
            throw new AssertionError("the application does not start:\n" + log());
          }
          return status(base().resolve(".well-known/jwks.json")) == 200;
        });
  }

  /** The status of a GET, or 0 where nobody listens. */
  static int status(URI uri) {
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

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
