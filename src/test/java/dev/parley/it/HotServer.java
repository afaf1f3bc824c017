package dev.parley.it;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The server of the Maven profile in force, as it was unpacked: one that deploys and undeploys when
 * a WAR comes and goes in a directory. A real process, on 127.0.0.1 alone, ended by its pid.
 *
 * <p>All that it writes stands below the directory that it is given: what is the server's own,
 * {@code data} for Parley, and {@code tmp} for what it takes for the system's temporary directory.
 */
final class HotServer implements AutoCloseable {

  /** As the profile is called. */
  static final String KIND = System.getProperty("it.kind", "");

  private static final Path HOME = Path.of(System.getProperty("it.home", "target"));
  private static final Path WAR = Path.of(System.getProperty("it.war", "target/parley.war"));
  private static final String NAME = "parley";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final int port;
  private final Path deployments;
  private final Path log;
  private final Process process;

  private HotServer(int port, Path deployments, Path log, Process process) {
    this.port = port;
    this.deployments = deployments;
    this.log = log;
    this.process = process;
  }

  /** Starts it, with the WAR deployed. */
  static HotServer start(Path directory) throws IOException {
    Path server = directory.resolve(KIND);
    String options = "-Xmx512m -Dparley.data-dir=" + directory.resolve("data");
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    HotServer started =
        switch (KIND) {
          case "wildfly" -> wildfly(server, options + " -Djava.io.tmpdir=" + temporary);
          case "tomee" -> tomee(server, options, temporary);
          default -> throw new IllegalArgumentException(KIND);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
    started.deploy();
    return started;
  }

  private static HotServer wildfly(Path base, String options) throws IOException {
    copy(HOME.resolve("standalone/configuration"), base.resolve("configuration"));
    int port = PayaraMicro.freePort();
    List<String> command =
        List.of(
            "sh",
            HOME.resolve("bin/standalone.sh").toString(),
            "--server-config=standalone-microprofile.xml",
            "-Djboss.server.base.dir=" + base,
            "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1",
            "-Djboss.http.port=" + port,
            "-Djboss.https.port=" + PayaraMicro.freePort(),
            "-Djboss.management.http.port=" + PayaraMicro.freePort());
    return launch(port, base.resolve("deployments"), command, Map.of("JAVA_OPTS", options));
  }

  private static HotServer tomee(Path base, String options, Path temporary) throws IOException {
    copy(HOME.resolve("conf"), base.resolve("conf"));
    Files.createDirectories(base.resolve("logs"));
    int port = PayaraMicro.freePort();
    Path config = base.resolve("conf/server.xml");
    String listen = "<Connector address=\"127.0.0.1\" port=\"" + port + "\"";
    Files.writeString(
        config,
        Files.readString(config)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace("<Connector port=\"8080\"", listen));
    return launch(
        port,
        base.resolve("webapps"),
        List.of("sh", HOME.resolve("bin/catalina.sh").toString(), "run"),
        Map.of(
            "CATALINA_HOME", HOME.toString(),
            "CATALINA_BASE", base.toString(),
            "CATALINA_TMPDIR", temporary.toString(),
            "JAVA_OPTS", options));
  }

  private static HotServer launch(
      int port, Path deployments, List<String> command, Map<String, String> environment)
      throws IOException {
    Path log = Path.of("target", KIND + "-" + port + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Files.createDirectories(deployments);
    return new HotServer(port, deployments, log, builder.start());
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port + "/" + NAME + "/");
  }

  /** Puts the WAR where the server looks for one; if there is one already, in its place. */
  void replace() throws IOException {
    Path whole =
        Files.copy(WAR, deployments.resolveSibling(NAME), StandardCopyOption.REPLACE_EXISTING);
    Files.move(whole, deployments.resolve(NAME + ".war"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The same, and waits until it answers. */
  void deploy() throws IOException {
    replace();
    awaitReady();
  }

  void awaitReady() {
    Await.until(
        PATIENCE,
        "the application answers; see " + log,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server has ended; see " + log);
          }
          return status() == 200;
        });
  }

  /** Takes the WAR away, and waits until the server has ended the application. */
  void undeploy() throws IOException {
    Files.delete(deployments.resolve(NAME + ".war"));
    Await.until(
        PATIENCE,
        "undeployed; see " + log,
        () -> status() == 404 && !Files.exists(deployments.resolve(NAME)));
  }

  private int status() {
    return PayaraMicro.status(base().resolve(".well-known/jwks.json"));
  }

  /** How many class loaders of ours there are, after full collections; one does not see all. */
  long classLoaders() throws IOException {
    jcmd("GC.run");
    jcmd("GC.run");
    String everyDeploymentHasIt = "dev.parley.Lifecycle";
    return jcmd("VM.class_hierarchy", everyDeploymentHasIt)
        .filter(line -> line.contains(everyDeploymentHasIt + "/"))
        .count();
  }

  /** What it takes for the system's, in fact. */
  Path temporaryDirectory() throws IOException {
    String property = "java.io.tmpdir=";
    return jcmd("VM.system_properties")
        .filter(line -> line.startsWith(property))
        .map(line -> Path.of(line.substring(property.length())))
        .findFirst()
        .orElseThrow();
  }

  /** How many threads of ours there are. */
  long threads() throws IOException {
    return jcmd("Thread.print").filter(line -> line.startsWith("\"parley-")).count();
  }

  /** Which files of that directory the process has open or mapped, as Linux tells. */
  SortedSet<String> held(Path directory) throws IOException {
    Path self = Path.of("/proc", String.valueOf(java().pid()));
    SortedSet<String> held = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(self.resolve("fd"))) {
      for (Path each : open) {
        if (Files.isSymbolicLink(each)) { // else closed meanwhile
          held.add(Files.readSymbolicLink(each).toString());
        }
      }
    }
    for (String line : Files.readAllLines(self.resolve("maps"))) {
      held.add(line.replaceFirst("^(\\S+ +){5}", ""));
    }
    held.removeIf(each -> !each.startsWith(directory.toString()));
    return held;
  }

  private Stream<String> jcmd(String... what) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(String.valueOf(java().pid()));
    command.addAll(List.of(what));
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
  }

  /** WildFly's script starts it, TomEE's becomes it. */
  private ProcessHandle java() {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    ProcessHandle java = java();
    kill();
    try {
      java.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the server does not end", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path each : files) {
        Files.copy(each, to.resolve(each.getFileName()));
      }
    }
  }
}
