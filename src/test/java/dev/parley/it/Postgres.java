package dev.parley.it;

import dev.parley.it.server.ParleyServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A real PostgreSQL that dies and comes back, with the durability that it has as it comes. */
public final class Postgres implements AutoCloseable {

  /** Tells at length what is done on purpose; held here, since a logger is only known weakly. */
  private static final Logger CHATTER = Logger.getLogger(EmbeddedPostgres.class.getName());

  private final Path directory;
  private final int port;
  private EmbeddedPostgres current;

  private Postgres(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.current = next();
  }

  public static Postgres start(Path directory) throws IOException {
    CHATTER.setLevel(Level.OFF);
    return new Postgres(directory.toAbsolutePath(), ParleyServer.freePort());
  }

  public int port() {
    return port;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Kill -9 of the one process on which all others of it depend. */
  public void kill() {
    try {
      String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After {@link #kill}, on the same directory and port. */
  public void startAgain() {
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
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
