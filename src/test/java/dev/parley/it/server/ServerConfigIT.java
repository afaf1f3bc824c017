package dev.parley.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Postgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator does who reads the README of this server in {@code server-config}: every
 * command in it, in order, as it stands; only on other ports, and with a data directory that is not
 * in anyone's home.
 */
class ServerConfigIT {

  private static final int PATIENCE_MINUTES = 8;

  @TempDir Path directory;

  @Test
  void everyCommandOfTheReadmeWorks() throws Exception {
    Path config = Path.of("server-config", ParleyServer.KIND);
    String readme = Files.readString(config.resolve("README.md"));
    List<String> commands = commands(ServerKind.current().readme(readme));
    assertThat(commands)
        .as("to fetch, to start, to stop and with PostgreSQL")
        .hasSizeGreaterThan(3);
    int port = ParleyServer.freePort();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(config)) {
      for (Path file : files) {
        Files.writeString(
            directory.resolve(file.getFileName()), onPort(port, Files.readString(file)));
      }
    }
    Files.copy(ParleyServer.WAR, directory.resolve("parley.war"));
    try (Postgres postgres = Postgres.start(directory.resolve("postgres"))) {
      run("fetch", commands.get(0), Map.of());
      Map<String, String> environment =
          new java.util.HashMap<>(ServerKind.current().settle(directory, port));
      environment.put("PGHOST", "127.0.0.1");
      environment.put("PGPORT", String.valueOf(postgres.port()));
      environment.put("PGDATABASE", "postgres");
      environment.put("PGUSER", "postgres");
      environment.put("PGPASSWORD", "unused");
      environment.put("PARLEY_DATA_DIR", directory.resolve("data").toString());
      List<String> rest = commands.subList(1, commands.size());
      run("run", onPort(port, String.join("\n", rest)), environment);
    }
  }

  /** What is indented stands for itself. */
  private static List<String> commands(String readme) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (String line : (readme + "\n.").split("\n")) {
      if (line.startsWith("    ")) {
        block.append(line.substring(4)).append('\n');
      } else if (!block.isEmpty()) {
        blocks.add(block.toString());
        block.setLength(0);
      }
    }
    return blocks;
  }

  private static String onPort(int port, String text) {
    return text.replaceAll("\\b[89]080\\b", String.valueOf(port));
  }

  /** As one who types them would: in one shell, which stops at the first that fails. */
  private void run(String name, String commands, Map<String, String> environment)
      throws IOException, InterruptedException {
    String atTheEnd = "trap 'jobs -p | xargs -r kill' EXIT\n";
    Path script = Files.writeString(directory.resolve(name + ".sh"), atTheEnd + commands);
    Path log = Path.of("target", "server-config-" + name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-ex", script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", ParleyServer.JAVA_HOME);
    builder
        .environment()
        .put("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("it.repository"));
    builder.environment().putAll(environment);
    Process shell = builder.start();
    try {
      assertThat(shell.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("ends; see " + log).isTrue();
    } finally {
      shell.destroyForcibly();
    }
    assertThat(shell.exitValue()).as("see " + log).isZero();
  }

  /** Servers that have left the shell behind. */
  @AfterEach
  void end() {
    ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(directory.toString()))
        .forEach(
            each -> {
              each.destroyForcibly();
              each.onExit().join();
            });
  }
}
