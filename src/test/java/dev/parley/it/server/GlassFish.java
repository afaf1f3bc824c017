package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A domain of its own, beside the distribution. It looks for WARs in a directory, whose names then
 * are their context paths; for another context path, and for what else is configured, there is its
 * administration program. Payara Server is one, too.
 */
final class GlassFish implements ServerKind {

  private static final String DOMAIN = "domain1";

  private final String name;

  GlassFish(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  /** In the end either of itself or of its administration program. */
  @Override
  public String startedWords() {
    return "Command deploy ";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path domains = plan.directory().resolve("domains");
    Path domain = domains.resolve(DOMAIN);
    Directories.copy(plan.home().resolve("glassfish/domains").resolve(DOMAIN), domain);
    int admin = ParleyServer.freePort();
    Path config = domain.resolve("config/domain.xml");
    Files.writeString(config, onLoopback(Files.readString(config), plan.port(), admin));
    Path autodeploy = Files.createDirectories(domain.resolve("autodeploy"));
    String asadmin = plan.home().resolve("bin/asadmin").toString();
    List<String> start =
        List.of("sh", asadmin, "start-domain", "--verbose", "--domaindir", domains.toString());
    List<String> then = new ArrayList<>();
    if (plan.dataSource() || !plan.config().isEmpty() || plan.contextPath().isEmpty()) {
      then.addAll(List.of("sh", asadmin, "--port", String.valueOf(admin), "multimode", "--file"));
      then.add(commands(plan).toString());
    } else {
      Files.copy(plan.war(), autodeploy.resolve(plan.contextPath().substring(1) + ".war"));
    }
    for (Path library : plan.libraries()) {
      Files.copy(library, domain.resolve("lib").resolve(library.getFileName()));
    }
    List<String> command = new ArrayList<>(start);
    command.add(DOMAIN);
    return new Launch(command, new HashMap<>(), autodeploy, admin, then);
  }

  private Path commands(Plan plan) throws IOException {
    List<String> lines = new ArrayList<>();
    if (plan.dataSource()) {
      lines.addAll(Files.readAllLines(plan.serverConfig(name, "data-source.asadmin")));
    }
    plan.config()
        .forEach(
            (property, value) ->
                lines.add(
                    "set-config-property --source=domain --propertyName=%s --propertyValue=%s"
                        .formatted(property, value)));
    String contextRoot = plan.contextPath().isEmpty() ? "/" : plan.contextPath();
    lines.add("deploy --name parley --contextroot " + contextRoot + " " + plan.war());
    return Files.write(plan.directory().resolve("commands.asadmin"), lines);
  }

  /** All that listens, and nothing that looks for other servers. */
  private static String onLoopback(String domain, int http, int admin) {
    Map<String, Integer> ports =
        Map.of("8080", http, "8181", ParleyServer.freePort(), "4848", admin);
    String edited = domain;
    for (Map.Entry<String, Integer> each : ports.entrySet()) {
      edited =
          edited.replace(
              "<network-listener port=\"" + each.getKey() + "\"",
              "<network-listener address=\"127.0.0.1\" port=\"" + each.getValue() + "\"");
    }
    for (String other : List.of("3700", "3820", "3920", "8686", "7676")) {
      edited = edited.replace('"' + other + '"', "\"" + ParleyServer.freePort() + '"');
    }
    return edited
        .replace("\"0.0.0.0\"", "\"127.0.0.1\"")
        .replace(
            "<hazelcast-config-specific-configuration>",
            "<hazelcast-config-specific-configuration enabled=\"false\">");
  }
}
