package dev.parley.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The compiler, from its jar: Node runs it from files. */
final class TypeScript {

  private static final String LIB = "META-INF/resources/webjars/typescript/5.9.3/lib/";
  private static final Path UNPACKED = Path.of("target", "typescript");

  private TypeScript() {}

  /** Fails with what the compiler says, if it says anything. */
  static void compile(Path project) throws IOException {
    Node.run(compiler(), "--pretty", "false", "--project", project.toString());
  }

  private static synchronized Path compiler() throws IOException {
    Path compiler = UNPACKED.resolve("tsc.js");
    if (Files.notExists(compiler)) {
      Files.createDirectories(UNPACKED);
      try (FileSystem jar = FileSystems.newFileSystem(jar())) {
        for (Path file : needed(jar.getPath(LIB))) {
          Path copy = UNPACKED.resolve(file.getFileName().toString());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return compiler;
  }

  private static List<Path> needed(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(TypeScript::isNeeded).sorted().toList();
    }
  }

  private static boolean isNeeded(Path file) {
    String name = file.getFileName().toString();
    return name.equals("_tsc.js") || name.equals("tsc.js") || name.matches("lib\\..*\\.d\\.ts");
  }

  private static Path jar() {
    String inside =
        Objects.requireNonNull(TypeScript.class.getClassLoader().getResource(LIB + "tsc.js"))
            .toString();
    try {
      return Path.of(new URI(inside.substring("jar:".length(), inside.indexOf("!/"))));
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
