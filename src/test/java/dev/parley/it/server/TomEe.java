package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A base directory of its own, beside the distribution; it looks for WARs in a directory. */
final class TomEe implements ServerKind {

  @Override
  public String name() {
    return "tomee";
  }

  @Override
  public String startedWords() {
    return "Server startup in";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path base = plan.directory();
    Directories.copy(plan.home().resolve("conf"), base.resolve("conf"));
    Files.createDirectories(base.resolve("logs"));
    Path temporary = Files.createDirectories(base.resolve("temp"));
    Path deployments = Files.createDirectories(base.resolve("webapps"));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      String name = war.getKey().isEmpty() ? "ROOT" : war.getKey().substring(1).replace('/', '#');
      Files.copy(war.getValue(), deployments.resolve(name + ".war"));
    }
    Path config = base.resolve("conf/server.xml");
    String listen = "<Connector address=\"127.0.0.1\" port=\"" + plan.port() + "\"";
    Files.writeString(
        config,
        Files.readString(config)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace("<Connector port=\"8080\"", listen));
    return new Launch(
        List.of("sh", plan.home().resolve("bin/catalina.sh").toString(), "run"),
        Map.of(
            "CATALINA_HOME", plan.home().toString(),
            "CATALINA_BASE", base.toString(),
            "CATALINA_TMPDIR", temporary.toString()),
        deployments);
  }
}
