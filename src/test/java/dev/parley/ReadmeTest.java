package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's table of settings and the settings are the same, by name and in order. */
class ReadmeTest {

  private static final Path README = Path.of("README.md");

  @Test
  void everySettingStandsInTheReadmeAndNoOther() throws IOException {
    List<String> settings = new ArrayList<>();
    SettingReader recording =
        new SettingReader(
            List.of(
                name -> {
                  settings.add(name.substring("parley.".length()));
                  return null;
                }));
    Settings.read(recording, Path.of("unused"));

    assertThat(namesInTable()).containsExactlyElementsOf(settings);
  }

  private static List<String> namesInTable() throws IOException {
    List<String> names = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(README)) {
      if (line.startsWith("| setting | default |")) {
        inTable = true;
      } else if (inTable && !line.startsWith("|")) {
        break;
      } else if (inTable && line.startsWith("| `")) {
        String cell = line.substring(1, line.indexOf('|', 1));
        for (String name : cell.split(",")) {
          names.add(name.strip().replace("`", ""));
        }
      }
    }
    return names;
  }
}
