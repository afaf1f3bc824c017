package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One jar; it takes all that it is to be from its command line. */
final class PayaraMicro implements ServerKind {

  @Override
  public String name() {
    return "payara-micro";
  }

  @Override
  public String startedWords() {
    return " ready in ";
  }

  @Override
  public String failedWords() {
    return "Exception while loading the app";
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ParleyServer.JAVA);
    command.addAll(List.of("-jar", plan.home().resolve("payara-micro.jar").toString()));
    command.addAll(List.of("--nohazelcast", "--port", String.valueOf(plan.port())));
    command.addAll(
        List.of("--prebootcommandfile", plan.serverConfig(name(), "pre-boot.asadmin").toString()));
    command.addAll(List.of("--postbootcommandfile", postBoot(plan).toString()));
    plan.libraries().forEach(jar -> command.addAll(List.of("--addlibs", jar.toString())));
    command.addAll(deployments(plan));
    return new Launch(command, Map.of(), null);
  }

  /** One context path can be said; what is deployed beside has its file's name. */
  private static List<String> deployments(Plan plan) throws IOException {
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      options.add("--deploy");
      if (options.size() == 1) {
        String contextRoot = war.getKey().isEmpty() ? "/" : war.getKey();
        options.addAll(List.of(war.getValue().toString(), "--contextroot", contextRoot));
      } else {
        Path named = plan.directory().resolve(war.getKey().substring(1) + ".war");
        options.add(Files.copy(war.getValue(), named).toString());
      }
    }
    return options;
  }

  private Path postBoot(Plan plan) throws IOException {
    List<String> lines = new ArrayList<>();
    if (plan.tuned()) {
      lines.addAll(Files.readAllLines(plan.serverConfig(name(), "post-boot.asadmin")));
    }
    if (plan.dataSource()) {
      lines.addAll(Files.readAllLines(plan.serverConfig(name(), "data-source.asadmin")));
    }
    plan.config()
        .forEach(
            (name, value) ->
                lines.add(
                    "set-config-property --source=domain --propertyName=%s --propertyValue=%s"
                        .formatted(name, value)));
    return Files.write(plan.directory().resolve("post-boot.asadmin"), lines);
  }
}
