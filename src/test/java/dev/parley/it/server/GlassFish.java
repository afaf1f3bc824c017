package dev.parley.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A domain of its own, beside the distribution. It looks for WARs in a directory, whose names then
 * are their context paths; for another context path, and for what else is configured, there is its
 * administration program. Payara Server is one, too.
 */
final class GlassFish implements ServerKind {

  private static final String DOMAIN = "domain1";

  /** What its programs look for; JAVA_HOME is nothing to them. */
  private static final String JAVA = "AS_JAVA";

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

  /** GlassFish closes the connections before it stops its applications. */
  @Override
  public boolean saysGoodBye() {
    return isPayara();
  }

  /** GlassFish only gives it to applications that inject what is configured. */
  @Override
  public boolean hasConfig() {
    return isPayara();
  }

  private boolean isPayara() {
    return name.equals("payara");
  }

  @Override
  public String failedWords() {
    return "Exception while loading the app";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path domains = plan.directory().resolve("domains");
    Path domain = domains.resolve(DOMAIN);
    Directories.copy(plan.home().resolve("glassfish/domains").resolve(DOMAIN), domain);
    int admin = ParleyServer.freePort();
    Path xml = domain.resolve("config/domain.xml");
    Files.writeString(xml, onLoopback(Files.readString(xml), plan.port(), admin));
    Path autodeploy = Files.createDirectories(domain.resolve("autodeploy"));
    for (Path library : plan.libraries()) {
      Files.copy(library, domain.resolve("lib").resolve(library.getFileName()));
    }
    String asadmin = plan.home().resolve("bin/asadmin").toString();
    List<String> commands = new ArrayList<>();
    if (plan.dataSource() || !plan.config().isEmpty() || plan.wars().containsKey("")) {
      commands.addAll(commands(plan, "sh " + asadmin + " --port " + admin));
    } else {
      for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
        Files.copy(war.getValue(), autodeploy.resolve(war.getKey().substring(1) + ".war"));
      }
    }
    Path script = Files.write(plan.directory().resolve("commands.sh"), commands);
    Administration administration =
        commands.isEmpty()
            ? null
            : new Administration(
                URI.create("http://127.0.0.1:" + admin + "/__asadmin/version"),
                List.of("sh", script.toString()));
    List<String> start =
        List.of(
            "sh", asadmin, "start-domain", "--verbose", "--domaindir", domains.toString(), DOMAIN);
    return new Launch(start, Map.of(JAVA, ParleyServer.JAVA_HOME), autodeploy, administration);
  }

  private List<String> commands(Plan plan, String asadmin) {
    List<String> lines = new ArrayList<>();
    lines.add("export " + JAVA + "=" + ParleyServer.JAVA_HOME);
    lines.add("asadmin() { " + asadmin + " \"$@\"; }");
    if (plan.dataSource()) {
      lines.add(
          isPayara()
              ? "asadmin multimode --file " + plan.serverConfig(name, "data-source.asadmin")
              : ". " + plan.serverConfig(name, "data-source.sh"));
    }
    plan.config()
        .forEach(
            (property, value) ->
                lines.add(
                    "asadmin set-config-property --source=domain --propertyName=%s --propertyValue=%s"
                        .formatted(property, value)));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      String contextRoot = war.getKey().isEmpty() ? "/" : war.getKey();
      String named = "parley" + war.getKey().replace('/', '-');
      lines.add(
          "asadmin deploy --name %s --contextroot %s %s"
              .formatted(named, contextRoot, war.getValue()));
    }
    return lines;
  }

  @Override
  public String readme(String text) {
    return ParleyServer.HOME.endsWith("payara7")
        ? text.replace("payara6", "payara7")
            .replaceFirst(
                "fish\\.payara\\.distributions\\S+", System.getProperty("it.distribution"))
        : text;
  }

  @Override
  public Map<String, String> settle(Path directory, int port) throws IOException {
    int admin = ParleyServer.freePort();
    Path xml =
        directory
            .resolve(ParleyServer.HOME.getFileName())
            .resolve("glassfish/domains")
            .resolve(DOMAIN)
            .resolve("config/domain.xml");
    Files.writeString(xml, onLoopback(Files.readString(xml), port, admin));
    return Map.of("AS_ADMIN_PORT", String.valueOf(admin), JAVA, ParleyServer.JAVA_HOME);
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
        // Else there is a proxy for a broker that nobody asked for, on every address.
        .replace("type=\"EMBEDDED\"", "type=\"REMOTE\"")
        .replace(
            "<hazelcast-config-specific-configuration>",
            "<hazelcast-config-specific-configuration enabled=\"false\">");
  }
}
