package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A base directory of its own, beside the distribution; it looks for WARs in a directory. */
final class WildFly implements ServerKind {

  @Override
  public String name() {
    return "wildfly";
  }

  @Override
  public String startedWords() {
    return "WFLYSRV002"; // 5: started; 6: started, with errors
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path base = plan.directory();
    Directories.copy(
        plan.home().resolve("standalone/configuration"), base.resolve("configuration"));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      String name = war.getKey().isEmpty() ? "ROOT" : war.getKey().substring(1);
      Files.copy(war.getValue(), deployments.resolve(name + ".war"));
    }
    List<String> command =
        List.of(
            "sh",
            plan.home().resolve("bin/standalone.sh").toString(),
            "--server-config=standalone-microprofile.xml",
            "-Djboss.server.base.dir=" + base,
            "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1",
            "-Djboss.http.port=" + plan.port(),
            "-Djboss.https.port=" + ParleyServer.freePort(),
            "-Djboss.management.http.port=" + ParleyServer.freePort());
    return new Launch(command, Map.of(), deployments);
  }
}
