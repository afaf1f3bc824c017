package dev.parley.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of server: how one of them is laid out and started. */
interface ServerKind {

  /** As its Maven profile and its directory below {@code server-config} are called. */
  String name();

  /** Lays out a server of its own; what it is to do is written below {@code plan.directory()}. */
  Launch prepare(Plan plan) throws IOException;

  /** Where it looks for a WAR beside ours, given where it looks for ours. */
  default Path dropIns(Path deployments) {
    return deployments;
  }

  /** What its log says when all that was to be deployed has been tried. */
  String startedWords();

  /** What its log says when an application cannot be started. */
  String failedWords();

  /** Whether MicroProfile Config takes settings of the server for every application. */
  default boolean hasConfig() {
    return true;
  }

  /** Whether applications still have their connections when it stops. */
  default boolean saysGoodBye() {
    return true;
  }

  /** As it stands; for another version of its server, with that one in place of its own. */
  default String readme(String text) {
    return text;
  }

  /**
   * Makes a server that was unpacked below a directory listen on this machine alone, and on free
   * ports, where its files do not already say so.
   *
   * @return what its programs are to find in their environment
   */
  default Map<String, String> settle(Path directory, int port) throws IOException {
    return Map.of();
  }

  /**
   * What one server is to be like.
   *
   * @param wars by context path, ours first
   */
  record Plan(
      Path home,
      Path directory,
      int port,
      Map<String, Path> wars,
      boolean tuned,
      boolean dataSource,
      Map<String, String> config,
      List<Path> libraries) {

    /** What an administrator copies for this kind. */
    Path serverConfig(String kind, String file) {
      return Path.of("server-config", kind, file).toAbsolutePath();
    }
  }

  /** What is run as soon as this address answers 200, to configure the server and deploy to it. */
  record Administration(URI ready, List<String> command) {}

  /**
   * How the process is started, and where the server looks for WARs that come and go while it runs;
   * null where it does not.
   */
  record Launch(
      List<String> command,
      Map<String, String> environment,
      @Nullable Path deployments,
      @Nullable Administration administration) {

    Launch(List<String> command, Map<String, String> environment, @Nullable Path deployments) {
      this(command, environment, deployments, null);
    }
  }

  /** Of the Maven profile in force. */
  static ServerKind current() {
    return named(System.getProperty("it.kind", "payara-micro"));
  }

  /** Of that Maven profile. */
  static ServerKind named(String name) {
    return Stream.of(
            new PayaraMicro(),
            new GlassFish("payara"),
            new WildFly(),
            new TomEe(),
            new TomEeEmbedded(),
            new GlassFish("glassfish"),
            new OpenLiberty())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of server: " + name));
  }
}
