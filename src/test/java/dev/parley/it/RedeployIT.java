package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.server.ParleyServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployed, used and undeployed 20 times in one server: nothing of us may stay behind. */
class RedeployIT {

  private static final int TIMES = 20;

  /**
   * Payara itself keeps the WebSocket upgrade that a recycled request object served last, until its
   * next one: a class loader for each of those that its worker threads have cached. {@link
   * Redeploys} has a few workers alone: with as many as the server would start there were once 11,
   * and it is the number of workers that bounds them.
   */
  private static final int HELD_BY_PAYARA = 10;

  @Test
  void twentyRedeploymentsLeaveNoThreadAndNoClassLoader(@TempDir Path directory) throws Exception {
    Path server = Path.of(System.getProperty("it.home"));
    Path jar = server.resolve("payara-micro.jar");
    Path log = Path.of("target", "redeploy.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(opens(jar));
    command.addAll(List.of(ParleyServer.SHORT_LIVED.split(" ")));
    command.add("-Dparley.data-dir=" + directory.resolve("data"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    command.addAll(List.of("-cp", jar + File.pathSeparator + Path.of("target", "test-classes")));
    command.addAll(
        List.of(
            Redeploys.class.getName(),
            System.getProperty("it.war"),
            String.valueOf(ParleyServer.freePort()),
            "server-config/payara-micro/post-boot.asadmin",
            String.valueOf(TIMES)));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(process.exitValue()).as("see %s", log).isZero();
    assertThat(number("parley_threads", said)).isZero();
    assertThat(number("class_loaders", said)).isLessThanOrEqualTo(HELD_BY_PAYARA);
  }

  private static int number(String name, String text) {
    Matcher found = Pattern.compile("^" + name + "=(\\d+)$", Pattern.MULTILINE).matcher(text);
    assertThat(found.find()).as(name).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** What the server's own launcher would open; {@code java -jar} reads it from the manifest. */
  private static List<String> opens(Path jar) throws Exception {
    List<String> options = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes attributes = file.getManifest().getMainAttributes();
      for (String name : new String[] {"Add-Opens", "Add-Exports"}) {
        for (String target : attributes.getValue(name).trim().split("\\s+")) {
          options.add("--" + name.toLowerCase(java.util.Locale.ROOT));
          options.add(target + "=ALL-UNNAMED");
        }
      }
    }
    return options;
  }
}
