package dev.parley;

import dev.parley.audit.AuditLog;
import dev.parley.history.Database;
import dev.parley.history.MemoryMessageLog;
import dev.parley.history.MessageLog;
import dev.parley.history.SqlMessageLog;
import dev.parley.history.UnusableDatabaseException;
import dev.parley.protocol.Dialect;
import dev.parley.room.Admission;
import dev.parley.room.Outbox;
import dev.parley.room.RateLimit;
import dev.parley.room.RoomManager;
import dev.parley.socket.Connections;
import dev.parley.token.OwnerOnly;
import dev.parley.token.SigningKeys;
import dev.parley.token.Tokens;
import dev.parley.web.Origins;
import dev.parley.web.TrustedProxies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.naming.NamingException;

/**
 * The one place that chooses implementations and hands settings on. What it makes exists once, and
 * lives as long as the deployment.
 */
@ApplicationScoped
public class Wiring {

  private static final LongSupplier NANO_TIME = System::nanoTime;
  private static final Clock CLOCK = Clock.systemUTC();

  /** Over the post rate, a member may try as often as its burst, and a tenth of its rate. */
  private static final int FLOOD_DIVISOR = 10;

  /** And more often where it is told each time, and may mend its ways. */
  private static final long FLOODS_TOLD_FACTOR = 10;

  private static final long TYPING_BURST = 3;

  /** Of the heap, in characters: a log in memory takes a quarter of it at most. */
  private static final long MEMORY_SHARE = 8;

  private String contextPath = "";

  /** Where we are deployed; told before anything else is made. */
  public void deployedAt(String path) {
    contextPath = path;
  }

  @Produces
  @Singleton
  static AuditLog auditLog() {
    return new AuditLog();
  }

  @Produces
  @Singleton
  @Named
  Settings settings(AuditLog audit) {
    SettingReader reader = SettingReader.ofServer();
    Settings settings = Settings.read(reader, defaultDataDir());
    reader.unknown().forEach(audit::unknownSetting);
    return settings;
  }

  /** In the home directory, since some servers forget their own at exit; one for each context. */
  private Path defaultDataDir() {
    String name = contextPath.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^_", "");
    return Path.of(System.getProperty("user.home"), ".parley", name.isEmpty() ? "ROOT" : name);
  }

  @Produces
  @Singleton
  static SigningKeys signingKeys(Settings settings, AuditLog audit) {
    try {
      OwnerOnly.createDirectories(settings.dataDir());
      return new SigningKeys(
          settings.dataDir(), settings.keyLifetime(), settings.tokenLifetime(), CLOCK, audit);
    } catch (IOException e) {
      throw new InvalidSettingException(
          "data-dir",
          settings.dataDir().toString(),
          "a directory that the server can use, unlike this one: " + e.getMessage());
    }
  }

  @Produces
  @Singleton
  static Tokens tokens(SigningKeys keys, Settings settings) {
    String issuer = settings.issuer().isEmpty() ? keys.installation() : settings.issuer();
    return new Tokens(keys, issuer, settings.tokenLifetime(), CLOCK);
  }

  @Produces
  @Singleton
  static Origins origins(Settings settings) {
    return new Origins(settings.allowedOrigins());
  }

  @Produces
  @Singleton
  static TrustedProxies trustedProxies(Settings settings) {
    return new TrustedProxies(settings.trustedProxies());
  }

  @Produces
  @Singleton
  static MessageLog messageLog(Settings settings, Threads threads, AuditLog audit) {
    if (settings.history() == Settings.History.MEMORY) {
      long maxChars = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
      return new MemoryMessageLog(maxChars, CLOCK, threads.log());
    }
    Database database =
        settings.history() == Settings.History.SQLITE
            ? embedded(settings, threads)
            : external(settings.database(), threads);
    return new SqlMessageLog(database, CLOCK, threads.log(), audit);
  }

  private static Database embedded(Settings settings, Threads threads) {
    try {
      return Database.sqlite(settings.dataDir(), threads.connections());
    } catch (UnusableDatabaseException e) {
      throw new InvalidSettingException(
          "data-dir",
          settings.dataDir().toString(),
          "a directory with a database that can be used, unlike this one: " + e.getMessage());
    }
  }

  private static Database external(Settings.Database database, Threads threads) {
    boolean named = !database.datasource().isEmpty();
    try {
      return named
          ? Database.named(database.datasource())
          : Database.postgresql(
              database.url(), database.user(), database.password(), threads.connections());
    } catch (NamingException e) {
      throw new InvalidSettingException(
          "datasource", database.datasource(), "the JNDI name of a data source of this server");
    } catch (UnusableDatabaseException e) {
      throw new InvalidSettingException(
          named ? "datasource" : "database-url",
          named ? database.datasource() : withoutParameters(database.url()),
          "a PostgreSQL database that can be used, unlike this one: " + e.getMessage());
    }
  }

  /** Among which may be a password. */
  private static String withoutParameters(String url) {
    return url.replaceFirst("[?].*", "").replaceFirst("//[^/@]*@", "//");
  }

  @Produces
  @Singleton
  static RoomManager.Context rooms(
      Settings settings, MessageLog log, Threads threads, AuditLog audit) {
    return new RoomManager.Context(
        new RoomManager.Limits(
            settings.maxMembers(),
            settings.maxSockets(),
            settings.maxMessageChars(),
            settings.emptyRoomTtl(),
            new MessageLog.Retention(settings.retentionAge(), settings.retentionCount())),
        new RateLimit(settings.postRate(), settings.postBurst(), NANO_TIME),
        new RateLimit(1, TYPING_BURST, NANO_TIME),
        log,
        threads.delivery(),
        CLOCK,
        NANO_TIME,
        audit);
  }

  @Produces
  @Singleton
  static Admission admission(
      Settings settings, RoomManager rooms, Tokens tokens, Threads threads, AuditLog audit) {
    return new Admission(
        new Admission.Policy(settings.guests(), settings.maxNameChars()),
        new RateLimit(settings.joinRate(), settings.joinBurst(), NANO_TIME),
        rooms,
        tokens,
        threads.answers(),
        audit);
  }

  @Produces
  @Singleton
  static Connections connections(
      Settings settings, RoomManager rooms, Tokens tokens, Threads threads, AuditLog audit) {
    return new Connections(
        new Connections.Context(
            new Connections.Limits(
                settings.maxFrameBytes(),
                settings.maxMessageChars(),
                settings.heartbeat(),
                settings.silence(),
                new Outbox.Limits(settings.outboxBytes(), settings.outboxAge())),
            rooms,
            tokens,
            Map.of(
                Dialect.PLAIN, floods(settings, settings.postBurst()),
                Dialect.PARLEY_V1, floods(settings, FLOODS_TOLD_FACTOR * settings.postBurst())),
            threads.delivery(),
            threads.hangUps(),
            NANO_TIME,
            audit));
  }

  private static RateLimit floods(Settings settings, long burst) {
    return new RateLimit(Math.max(1, settings.postRate() / FLOOD_DIVISOR), burst, NANO_TIME);
  }
}
