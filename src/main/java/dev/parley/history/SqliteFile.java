package dev.parley.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file, held against a second server: SQLite's own locks do not protect from another
 * copy of the library in this process. A commit is on the disk when it returns (WAL, {@code
 * synchronous=FULL}).
 */
final class SqliteFile implements AutoCloseable {

  private static final String NAME = "parley.db";
  private static final String LIBRARY_DIR = "org.sqlite.tmpdir";
  private static final String LIBRARY_COPY = ".native-";
  private static final int BUSY_MILLIS = 5000;

  /**
   * Of a connection, at most, in pages of 4 KB. What a full batch changes must fit in: otherwise
   * SQLite writes it out before the commit, reads it again and writes it once more.
   */
  private static final int CACHE_PAGES = 4000;

  private final Path file;
  private final String claim;
  private final FileChannel lock;
  private final @Nullable Object key;

  private SqliteFile(Path file, String claim, FileChannel lock) throws IOException {
    this.file = file;
    this.claim = claim;
    this.lock = lock;
    this.key = key(file);
  }

  /**
   * Takes hold of the file, which need not exist yet. Within the process, a system property tells
   * that it is held: who opens and closes the lock's file only to find it locked would unlock it.
   *
   * @throws IOException if somebody else holds it, or the directory cannot be used
   */
  static SqliteFile open(Path directory) throws IOException {
    String claim = SqliteFile.class.getName() + ":" + directory.toRealPath();
    if (System.getProperties().putIfAbsent(claim, "held") != null) {
      throw taken(directory);
    }
    try {
      return new SqliteFile(directory.resolve(NAME), claim, lock(directory));
    } catch (IOException | RuntimeException | LinkageError e) {
      System.clearProperty(claim);
      throw e;
    }
  }

  /** An empty file is an empty database. */
  private static void make(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw taken(directory);
      }
      loadLibrary(directory);
      make(directory.resolve(NAME));
      return lock;
    } catch (IOException | RuntimeException | LinkageError e) {
      lock.close();
      throw e;
    }
  }

  private static IOException taken(Path directory) {
    return new IOException("another server is using " + directory.resolve(NAME));
  }

  DataSource dataSource() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(CACHE_PAGES);
    config.resetOpenMode(SQLiteOpenMode.CREATE); // not another one, should this one vanish
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri()); // in which no character is special
    return source;
  }

  /**
   * Makes sure that what is written would be found again.
   *
   * @throws SQLException if the file was deleted or replaced; an open connection does not notice
   */
  void requireInPlace() throws SQLException {
    try {
      if (Objects.equals(key, key(file))) {
        return;
      }
    } catch (IOException gone) {
      // said below, as for another file
    }
    throw new SQLException(file + " is not there any more, or is another file");
  }

  /** What tells a file from another one of the same name; null where the system has none. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      System.clearProperty(claim);
    }
  }

  /**
   * Loads the native library by way of the data directory, since the system's temporary one may be
   * mounted noexec; and leaves no file of it there. The driver also runs a process, whose JDK
   * thread would keep the application's class loader.
   */
  @SuppressWarnings(
      "LockOnNonEnclosingClassLiteral") // one that all applications of the process have
  private static void loadLibrary(Path directory) throws IOException {
    synchronized (DriverManager.class) {
      try (DirectoryStream<Path> crashed =
          Files.newDirectoryStream(directory, LIBRARY_COPY + "*")) {
        for (Path old : crashed) {
          delete(old);
        }
      }
      Path libraryDir = Files.createTempDirectory(directory, LIBRARY_COPY);
      String before = System.getProperty(LIBRARY_DIR);
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      System.setProperty(LIBRARY_DIR, libraryDir.toString());
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      try {
        SQLiteJDBCLoader.initialize();
      } catch (Exception e) {
        throw new IOException(
            "SQLite's library cannot be loaded from " + directory + ": is it mounted noexec?", e);
      } finally {
        thread.setContextClassLoader(loader);
        if (before == null) {
          System.clearProperty(LIBRARY_DIR);
        } else {
          System.setProperty(LIBRARY_DIR, before);
        }
        delete(libraryDir);
      }
    }
  }

  /** What is still in use, as on Windows, stays until the next start. */
  private static void delete(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(directory);
    } catch (IOException inUse) {
      System.getLogger("dev.parley")
          .log(System.Logger.Level.DEBUG, () -> directory + " stays for now");
    }
  }
}
