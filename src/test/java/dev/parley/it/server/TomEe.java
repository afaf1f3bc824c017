package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  public String failedWords() {
    return "startup failed due to previous errors";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path base = plan.directory();
    Directories.copy(plan.home().resolve("conf"), base.resolve("conf"));
    Files.createDirectories(base.resolve("logs"));
    Files.createDirectories(base.resolve("bin"));
    Path libraries = Files.createDirectories(base.resolve("lib"));
    Path temporary = Files.createDirectories(base.resolve("temp"));
    Path deployments = Files.createDirectories(base.resolve("webapps"));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      String name = war.getKey().isEmpty() ? "ROOT" : war.getKey().substring(1).replace('/', '#');
      Files.copy(war.getValue(), deployments.resolve(name + ".war"));
    }
    if (plan.tuned()) {
      copy(plan, "server.xml", base.resolve("conf"));
      copy(plan, "setenv.sh", base.resolve("bin"));
    }
    if (plan.dataSource()) {
      copy(plan, "tomee.xml", base.resolve("conf"));
    }
    for (Path library : plan.libraries()) {
      Files.copy(library, libraries.resolve(library.getFileName()));
    }
    configure(plan.config(), libraries);
    listen(plan.port(), base.resolve("conf/server.xml"));
    return new Launch(
        List.of("sh", plan.home().resolve("bin/catalina.sh").toString(), "run"),
        Map.of(
            "CATALINA_HOME", plan.home().toString(),
            "CATALINA_BASE", base.toString(),
            "CATALINA_TMPDIR", temporary.toString()),
        deployments);
  }

  private void copy(Plan plan, String file, Path directory) throws IOException {
    Files.copy(
        plan.serverConfig(name(), file),
        directory.resolve(file),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** On the class path of all applications, where MicroProfile Config looks for such a file. */
  private static void configure(Map<String, String> config, Path libraries) throws IOException {
    Path directory = Files.createDirectories(libraries.resolve("META-INF"));
    Files.write(
        directory.resolve("microprofile-config.properties"),
        config.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
  }

  /** On that port, of 127.0.0.1 alone also where the server comes without our file. */
  private static void listen(int port, Path config) throws IOException {
    String bound = "<Connector address=\"127.0.0.1\" port=\"" + port + "\"";
    Files.writeString(
        config,
        Files.readString(config)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            // How often it looks for WARs: every 10 s, if not told so.
            .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ")
            .replaceFirst("<Connector( address=\"127.0.0.1\")? port=\"8080\"", bound));
  }
}
