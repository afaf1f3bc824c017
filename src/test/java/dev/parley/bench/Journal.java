package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was ever read off, in a file that is kept, a value a line. A run replaces what there is
 * of its own shapes, since only values of one run can be set beside each other.
 */
final class Journal {

  private static final String HEAD = "shape,day,server,pass,metric,value";

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  /**
   * Puts that in the place of what there was of the same shapes.
   *
   * @param shapes all that there are, in the order in which they are to be shown
   * @return what there is of each now
   */
  Map<Shape, Readings> merge(List<Shape> shapes, Map<Shape, Readings> run) throws IOException {
    Map<Shape, Readings> all = new LinkedHashMap<>();
    for (Shape shape : shapes) {
      Readings kept = run.getOrDefault(shape, Readings.none());
      all.put(shape, kept.isEmpty() ? read(shape) : kept);
    }
    all.values().removeIf(Readings::isEmpty);
    write(all);
    return all;
  }

  private Readings read(Shape shape) throws IOException {
    Readings readings = Readings.none();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] values = line.split(",", -1);
        if (values[0].equals(shape.name())) {
          if (readings.isEmpty()) {
            readings = new Readings(LocalDate.parse(values[1]));
          }
          readings.add(
              values[2],
              Integer.parseInt(values[3]),
              Map.of(Metric.valueOf(values[4]), Double.valueOf(values[5])));
        }
      }
    }
    return readings;
  }

  private void write(Map<Shape, Readings> all) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    all.forEach(
        (shape, readings) ->
            readings.forEach(
                (server, pass, metric, value) ->
                    lines.add(
                        String.join(
                            ",",
                            shape.name(),
                            readings.day().toString(),
                            server,
                            String.valueOf(pass),
                            metric.name(),
                            String.valueOf(value)))));
    Files.write(file, lines);
  }
}
