package dev.parley.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets dir
class OwnerOnlyTest {

  @TempDir Path dir;

  @Test
  void aNewDirectoryAndItsNewParentsAreTheOwnersAlone() throws IOException {
    Path deep = dir.resolve("a/b/c");
    OwnerOnly.createDirectories(deep);
    assertThat(mode(deep)).isEqualTo("rwx------");
    assertThat(mode(dir.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(mode(dir.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatIsThereIsLeftAsItsAdministratorMadeIt() throws IOException {
    Path shared = Files.createDirectory(dir.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));
    OwnerOnly.createDirectories(shared);
    assertThat(mode(shared)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFileInTheWayOfADirectoryIsAnError() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> OwnerOnly.createDirectories(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aWrittenFileIsTheOwnersAloneAndNothingElseIsLeft() throws IOException {
    Path file = dir.resolve("secret");
    OwnerOnly.writeAtomically(file, "é".repeat(100_000));
    assertThat(file).hasContent("é".repeat(100_000));
    assertThat(mode(file)).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatOthersCouldReadIsReplacedByOneThatTheyCannot() throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    OwnerOnly.writeAtomically(file, "new");
    assertThat(file).hasContent("new");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
