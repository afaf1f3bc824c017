package dev.parley.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The browser that gets itself, on machines that make it hard. */
class ChromiumIT {

  /** A program that is on every machine with these tests, and that is no browser. */
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static final List<String> FAILS = List.of(JAVA.toString(), "--no-such-option");
  private static final List<String> SUCCEEDS = List.of(JAVA.toString(), "-version");

  @Test
  void saysWhatToInstallWhenNothingHelps() {
    Chromium.Sources sources =
        new Chromium.Sources(() -> Stream.of(JAVA), FAILS, () -> Optional.of(List.of(FAILS)));

    assertThatThrownBy(() -> Chromium.launch(sources))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Install Chromium, Google Chrome or Microsoft Edge")
        .hasMessageContaining(JAVA + " does not start")
        .hasMessageContaining("could not be downloaded")
        .hasMessageContaining("no-such-option");
  }

  @Test
  void saysThatItMayNotInstallOne() {
    Chromium.Sources sources = new Chromium.Sources(Stream::empty, FAILS, Optional::empty);

    assertThatThrownBy(() -> Chromium.launch(sources))
        .hasMessageContaining("no browser is installed")
        .hasMessageContaining("no package manager that may install one");
  }

  @Test
  void passesOverWhatIsNoBrowser() {
    Chromium.Sources here = Chromium.Sources.here();
    Chromium.Sources sources =
        new Chromium.Sources(
            () -> Stream.concat(Stream.of(JAVA), here.places().get()),
            here.download(),
            here.installers());

    try (Chromium chromium = Chromium.launch(sources)) {
      assertThat(chromium.browser().version()).isNotBlank();
    }
  }

  @Test
  void looksAgainAfterAnInstallation() {
    AtomicInteger looks = new AtomicInteger();
    Chromium.Sources sources =
        new Chromium.Sources(
            () -> looks.getAndIncrement() < 2 ? Stream.empty() : Stream.of(JAVA),
            FAILS,
            () -> Optional.of(List.of(FAILS, SUCCEEDS)));

    assertThatThrownBy(() -> Chromium.launch(sources))
        .hasMessageContaining("no browser is installed")
        .hasMessageContaining(JAVA + " does not start");
    assertThat(looks).as("before, alone, and after").hasValue(3);
  }
}
