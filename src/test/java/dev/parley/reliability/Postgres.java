package dev.parley.reliability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real PostgreSQL that dies and comes back, with the durability that it has as it comes. */
final class Postgres implements AutoCloseable {

  private final Path directory;
  private final int port;
  private EmbeddedPostgres current;

  private Postgres(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.current = next();
  }

  static Postgres start(Path directory) throws IOException {
    return new Postgres(directory.toAbsolutePath(), Server.freePort());
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Kill -9 of the one process on which all others of it depend. */
  Fault killed() {
    return Faults.of("kill -9 of PostgreSQL", this::kill, this::startAgain);
  }

  private void kill() {
    try {
      String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startAgain() {
    try {
      current.close(); // the dead one, which holds a lock in this process
      current = next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The library turns durability off, for tests that want none. */
  private EmbeddedPostgres next() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        .start();
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
