package dev.parley.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A base directory of its own, beside the distribution; it looks for WARs in a directory. What it
 * is to be stands in an XML file, which its command line tool changes while it does not run.
 */
final class WildFly implements ServerKind {

  private static final String CONFIGURATION = "standalone-microprofile.xml";

  @Override
  public String name() {
    return "wildfly";
  }

  @Override
  public String startedWords() {
    return ".Final) started"; // or "started (with errors)"
  }

  @Override
  public String failedWords() {
    return "WFLYCTRL0013";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path base = plan.directory();
    Directories.copy(
        plan.home().resolve("standalone/configuration"), base.resolve("configuration"));
    Path modules = Files.createDirectories(base.resolve("modules"));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      String name = war.getKey().isEmpty() ? "ROOT" : war.getKey().substring(1);
      Files.copy(war.getValue(), deployments.resolve(name + ".war"));
    }
    for (Path driver : plan.libraries()) { // all that a test has ever brought
      cli(
          plan,
          "--command=module add --name=org.postgresql --resources=%s --module-root-dir=%s"
              .formatted(driver, modules));
    }
    if (plan.dataSource()) {
      cli(plan, "--file=" + plan.serverConfig(name(), "data-source.cli"));
    }
    if (!plan.config().isEmpty()) {
      cli(plan, "--file=" + config(plan));
    }
    List<String> command =
        List.of(
            "sh",
            plan.home().resolve("bin/standalone.sh").toString(),
            "--server-config=" + CONFIGURATION,
            "-Djboss.server.base.dir=" + base,
            "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1",
            "-Djboss.http.port=" + plan.port(),
            "-Djboss.https.port=" + ParleyServer.freePort(),
            "-Djboss.management.http.port=" + ParleyServer.freePort());
    String modulePath = plan.home().resolve("modules") + ":" + modules;
    return new Launch(command, Map.of("JBOSS_MODULEPATH", modulePath), deployments);
  }

  @Override
  public Map<String, String> settle(Path directory, int port) {
    String ports =
        "-Djboss.http.port=%d -Djboss.https.port=%d -Djboss.management.http.port=%d"
            .formatted(port, ParleyServer.freePort(), ParleyServer.freePort());
    return Map.of("JAVA_TOOL_OPTIONS", ports);
  }

  /** A source of MicroProfile Config. */
  private static Path config(Plan plan) throws IOException {
    String properties =
        plan.config().entrySet().stream()
            .map(each -> "\"%s\"=>\"%s\"".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(","));
    return Files.write(
        plan.directory().resolve("config.cli"),
        List.of(
            "embed-server --server-config=" + CONFIGURATION,
            "/subsystem=microprofile-config-smallrye/config-source=test:add(properties={%s})"
                .formatted(properties),
            "stop-embedded-server"));
  }

  private static void cli(Plan plan, String what) throws IOException {
    String script = plan.home().resolve("bin/jboss-cli.sh").toString();
    ProcessBuilder builder = new ProcessBuilder("sh", script, what).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", ParleyServer.JAVA_HOME);
    builder.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + plan.directory());
    Process cli = builder.start();
    String output = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (cli.onExit().join().exitValue() != 0) {
      throw new IOException(what + ": " + output);
    }
  }
}
