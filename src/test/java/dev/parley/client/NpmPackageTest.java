package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The client as an npm package, in {@code target/npm}: {@code npm publish target/npm} is all that
 * is left to do. Its types are what the compiler finds in the comments, which it checks strictly.
 */
class NpmPackageTest {

  private static final Path SOURCES = Path.of("src", "main", "webapp", "client");
  private static final Path TYPES = Path.of("src", "test", "client", "types");
  private static final Path PACKAGE = Path.of("target", "npm");
  private static final Path CONSUMER = Path.of("target", "npm-consumer");

  @BeforeAll
  static void make() throws IOException {
    delete(PACKAGE);
    for (Path file : published()) {
      copy(SOURCES.resolve(file), PACKAGE.resolve(file));
    }
    copy(Path.of("LICENSE"), PACKAGE.resolve("LICENSE"));
    TypeScript.compile(TYPES.resolve("tsconfig.json"));
  }

  @Test
  void itHasTheVersionOfParley() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + manifest().get("version").asText() + "</version>\n  <packaging>");
  }

  @Test
  void everythingThatItExportsIsThereWithItsTypes() throws IOException {
    for (JsonNode export : manifest().get("exports")) {
      if (export.has("default")) {
        assertThat(PACKAGE.resolve(export.get("default").asText())).isNotEmptyFile();
        assertThat(PACKAGE.resolve(export.get("types").asText())).isNotEmptyFile();
      }
    }
  }

  @Test
  void nothingOfThePageIsInItAndNothingIsLeftOut() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode pattern : manifest().get("files")) {
      names.add(pattern.asText());
    }
    assertThat(PACKAGE.resolve("page")).doesNotExist();
    assertThat(PACKAGE.resolve("connection").resolve("timeline.d.ts")).exists();
    assertThat(PACKAGE.resolve("chat").resolve("room-view.d.ts")).exists();
    assertThat(PACKAGE.resolve("elements.d.ts")).exists();
    try (Stream<Path> folders = Files.list(PACKAGE).filter(Files::isDirectory)) {
      assertThat(names)
          .containsAll(folders.map(folder -> folder.getFileName().toString()).toList());
    }
  }

  @Test
  void typeScriptAndNodeUseItAsAnybodyWould() throws IOException {
    delete(CONSUMER);
    Path installed = CONSUMER.resolve("node_modules").resolve("parley-client");
    for (Path file : files(PACKAGE)) {
      copy(PACKAGE.resolve(file), installed.resolve(file));
    }
    copy(TYPES.resolve("consumer.ts"), CONSUMER.resolve("consumer.ts"));
    Files.writeString(CONSUMER.resolve("package.json"), "{\"type\":\"module\"}");
    for (String resolution : List.of("nodenext nodenext", "esnext bundler")) {
      String[] names = resolution.split(" ");
      Path project = CONSUMER.resolve("tsconfig-" + names[0] + ".json");
      Files.writeString(
          project,
          """
          {"compilerOptions": {"target": "es2022", "module": "%s", "moduleResolution": "%s",
            "lib": ["es2023", "dom"], "types": [], "strict": true, "noEmit": true},
           "files": ["consumer.ts"]}
          """
              .formatted(names[0], names[1]));
      TypeScript.compile(project);
    }
    Path script = CONSUMER.resolve("script.js");
    Files.writeString(
        script,
        """
        import * as client from 'parley-client/chat-connection.js';
        import * as element from 'parley-client'; // as a server does that renders pages
        import * as launcher from 'parley-client/parley-launcher.js';
        for (const module of [client, element, launcher]) console.log(Object.keys(module).join());
        """);
    assertThat(Node.run(script).lines())
        .contains(
            "ChatConnection,Problem,createRoom,joinRoom,ownServer", "ParleyChat", "ParleyLauncher");
  }

  private static JsonNode manifest() throws IOException {
    return JsonMapper.builder().build().readTree(PACKAGE.resolve("package.json").toFile());
  }

  /** All but what the chat page has for itself. */
  private static List<Path> published() throws IOException {
    return files(SOURCES).stream().filter(file -> !file.startsWith("page")).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
