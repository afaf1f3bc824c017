package dev.parley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.it.proxy.Program.Wanted;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs that get themselves, on machines that make it hard. */
class ProgramIT {

  private static final Path HOME = Path.of(System.getProperty("java.home"), "bin");

  @Test
  void saysWhatToInstallWhenItCannotBeGot() {
    Wanted wanted = new Wanted(List.of("no-such"), "no-such", Stream::empty, "no-such-fetcher");
    assertThatThrownBy(() -> Program.get(wanted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("apt-get install no-such")
        .hasMessageContaining("not installed in any usual place")
        .hasMessageContaining("no no-such-fetcher to fetch it with");
  }

  @Test
  void takesWhatIsInstalledAsItIs() {
    Wanted wanted =
        new Wanted(List.of("no-such", "java"), "no-such", () -> Stream.of(HOME), "no-such-fetcher");
    Program java = Program.get(wanted);
    assertThat(java.executable()).isEqualTo(HOME.resolve("java"));
    assertThat(java.environment()).isEmpty();
  }
}
