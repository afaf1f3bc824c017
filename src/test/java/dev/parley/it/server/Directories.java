package dev.parley.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copied and removed with all that is in them. */
public final class Directories {

  private Directories() {}

  static void copy(Path from, Path to) throws IOException {
    for (Path each : all(from)) {
      Path copy = to.resolve(from.relativize(each).toString());
      if (Files.isDirectory(each)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(each, copy);
      }
    }
  }

  public static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> all = all(directory);
      all.sort(Comparator.reverseOrder());
      for (Path each : all) {
        Files.delete(each);
      }
    }
  }

  private static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return new java.util.ArrayList<>(paths.toList());
    }
  }
}
