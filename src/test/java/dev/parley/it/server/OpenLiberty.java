package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A user directory of its own, beside the distribution, with the server.xml of server-config. */
final class OpenLiberty implements ServerKind {

  /** What others need who take tokens, as docs/tokens.md has it. */
  private static final String MP_JWT =
      """
        <featureManager>
          <feature>appSecurity-5.0</feature>
          <feature>mpJwt-2.1</feature>
        </featureManager>
        <keyStore id="defaultKeyStore" password="changeit"/>
        <mpJwt id="defaultMpJwt" userNameAttribute="preferred_username"/>
      """;

  @Override
  public String name() {
    return "open-liberty";
  }

  @Override
  public String startedWords() {
    return "CWWKF0011I"; // ready to run a smarter planet
  }

  @Override
  public String failedWords() {
    return "CWWKZ0012I"; // was not started
  }

  /** It cuts every connection before it tells any application that the end has come. */
  @Override
  public boolean saysGoodBye() {
    return false;
  }

  @Override
  public Path dropIns(Path deployments) {
    return deployments.resolveSibling("dropins");
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path server = Files.createDirectories(plan.directory().resolve("usr/servers/parley"));
    Path apps = Files.createDirectories(server.resolve("apps"));
    Files.createDirectories(dropIns(apps));
    Path libraries = Files.createDirectories(server.resolve("lib"));
    Files.copy(plan.serverConfig(name(), "server.xml"), server.resolve("server.xml"));
    Map.Entry<String, Path> ours = plan.wars().entrySet().iterator().next();
    Files.copy(ours.getValue(), apps.resolve("parley.war"));
    for (Path library : plan.libraries()) {
      Files.copy(library, libraries.resolve(library.getFileName()));
    }
    StringBuilder overrides = new StringBuilder("<server>\n");
    overrides.append("  <applicationMonitor dropinsEnabled=\"true\"/>\n");
    variable(overrides, "http.port", String.valueOf(plan.port()));
    variable(overrides, "context.root", ours.getKey().isEmpty() ? "/" : ours.getKey());
    plan.config().forEach((property, value) -> variable(overrides, property, value));
    if (plan.wars().size() > 1) {
      overrides.append(MP_JWT);
    }
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      if (!war.equals(ours)) {
        Path file = Files.copy(war.getValue(), apps.resolve(war.getKey().substring(1) + ".war"));
        overrides.append(
            "  <webApplication location=\"%s\" contextRoot=\"%s\"/>%n"
                .formatted(file, war.getKey()));
      }
    }
    Path dropIns = Files.createDirectories(server.resolve("configDropins/overrides"));
    Files.writeString(dropIns.resolve("test.xml"), overrides.append("</server>\n"));
    if (plan.dataSource()) {
      Files.copy(plan.serverConfig(name(), "data-source.xml"), dropIns.resolve("data-source.xml"));
    }
    return new Launch(
        List.of("sh", plan.home().resolve("bin/server").toString(), "run", "parley"),
        Map.of("WLP_USER_DIR", plan.directory().resolve("usr").toString()),
        apps);
  }

  private static void variable(StringBuilder xml, String name, String value) {
    xml.append("  <variable name=\"%s\" value=\"%s\"/>%n".formatted(name, value));
  }
}
