package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TomEE 10 as a library: jars on a class path, and WARs on the command line. */
final class TomEeEmbedded implements ServerKind {

  @Override
  public String name() {
    return "tomee-embedded";
  }

  /** It has none for an application that could be started. */
  @Override
  public String startedWords() {
    return failedWords();
  }

  @Override
  public String failedWords() {
    return "startup failed due to previous errors";
  }

  /** It ends without a word to its applications. */
  @Override
  public boolean saysGoodBye() {
    return false;
  }

  /** There is no MicroProfile in it. */
  @Override
  public boolean hasConfig() {
    return false;
  }

  @Override
  public Launch prepare(Plan plan) throws IOException {
    Path wars = Files.createDirectories(plan.directory().resolve("wars"));
    List<String> command = new ArrayList<>();
    command.add(ParleyServer.JAVA);
    for (String opened : List.of("java.lang", "java.net")) {
      command.addAll(List.of("--add-opens", "java.base/" + opened + "=ALL-UNNAMED"));
    }
    if (plan.dataSource()) {
      command.add("-Dopenejb.configuration=" + plan.serverConfig("tomee", "tomee.xml"));
    }
    command.addAll(List.of("-cp", classPath(plan), "org.apache.tomee.embedded.Main"));
    command.addAll(List.of("--directory", plan.directory().resolve("tomee").toString()));
    command.addAll(List.of("--serverxml", plan.serverConfig("tomee", "server.xml").toString()));
    command.addAll(List.of("--port", String.valueOf(plan.port()), "--shutdown", "-1"));
    for (Map.Entry<String, Path> war : plan.wars().entrySet()) {
      // A copy, since a directory of the same name beside it would be deployed in its place.
      Path copy = Files.copy(war.getValue(), wars.resolve(fileName(war.getKey())));
      command.addAll(List.of("--path", copy.toString(), "--context", war.getKey()));
    }
    return new Launch(command, Map.of(), null);
  }

  private static String classPath(Plan plan) {
    StringBuilder path = new StringBuilder(plan.home().resolve("*").toString());
    plan.libraries().forEach(jar -> path.append(':').append(jar));
    return path.toString();
  }

  private static String fileName(String contextPath) {
    return contextPath.isEmpty() ? "ROOT.war" : contextPath.substring(1).replace('/', '#') + ".war";
  }
}
