package dev.parley;

import dev.parley.web.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Every setting, read once at deployment. {@code 0} means no limit, where a limit is meant.
 *
 * @param dataDir keys, the embedded log, and whatever else must survive a restart
 * @param issuer the {@code iss} of our tokens; empty for one of this installation's own
 * @param keyLifetime after which a new signing key takes over; zero for never
 * @param maxMembers in a room at the same time
 * @param maxSockets of one member in a room at the same time
 * @param allowedOrigins beside the own one
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-*} is believed
 * @param retentionAge how long a message is kept; zero for as long as its room
 * @param retentionCount how many messages of a room are kept
 * @param guests whether anyone may create and join by name alone
 */
public record Settings(
    Path dataDir,
    History history,
    Database database,
    String issuer,
    Duration tokenLifetime,
    Duration keyLifetime,
    int maxMessageChars,
    int maxFrameBytes,
    int maxNameChars,
    int postRate,
    int postBurst,
    int joinRate,
    int joinBurst,
    int maxMembers,
    int maxSockets,
    int outboxBytes,
    Duration outboxAge,
    Duration heartbeat,
    Duration silence,
    List<String> allowedOrigins,
    List<String> trustedProxies,
    Duration emptyRoomTtl,
    Duration retentionAge,
    int retentionCount,
    boolean guests) {

  /** Where what is said is kept. */
  enum History {
    SQLITE,
    DATABASE,
    MEMORY
  }

  /**
   * Where the database is; all empty unless {@code history=database}.
   *
   * @param datasource a JNDI name; or else
   * @param url for JDBC
   */
  record Database(String datasource, String url, String user, String password) {

    /** Without the password, which must not reach a log file; a URL may hold one, too. */
    @Override
    public String toString() {
      return "Database[datasource=" + datasource + "]";
    }
  }

  /**
   * @param defaultDataDir used where none is set
   * @throws InvalidSettingException for the first value that is not allowed
   */
  static Settings read(SettingReader reader, Path defaultDataDir) {
    Settings settings =
        new Settings(
            reader.path("data-dir", defaultDataDir),
            reader.choice("history", History.SQLITE),
            new Database(
                reader.text("datasource", ""),
                reader.text("database-url", ""),
                reader.text("database-user", ""),
                reader.text("database-password", "")),
            reader.text("issuer", ""),
            reader.duration("token-lifetime", "PT1H", Duration.ofSeconds(1)),
            reader.durationOrZero("key-lifetime", "P90D", Duration.ofMinutes(1)),
            reader.number("max-message-chars", 4000, 0, 1_000_000),
            reader.number("max-frame-bytes", 16_384, 0, 4_000_000),
            reader.number("max-name-chars", 64, 1, 256),
            reader.number("post-rate", 10, 0, 1_000_000),
            reader.number("post-burst", 20, 1, 1_000_000),
            reader.number("join-rate", 1, 0, 1_000_000),
            reader.number("join-burst", 600, 1, 1_000_000),
            reader.number("max-members", 1000, 0, 1_000_000),
            reader.number("max-sockets", 20, 0, 1_000_000),
            reader.number("outbox-bytes", 524_288, 0, Integer.MAX_VALUE),
            reader.durationOrZero("outbox-age", "PT10S", Duration.ofMillis(100)),
            reader.duration("heartbeat", "PT25S", Duration.ofMillis(100)),
            reader.durationOrZero("silence", "PT60S", Duration.ofMillis(200)),
            reader.list(
                "allowed-origins",
                "an origin such as https://portal.example.com",
                Settings::isOrigin),
            reader.list(
                "trusted-proxies",
                "an IP address or a CIDR block such as 10.0.0.0/8",
                TrustedProxies::isBlock),
            reader.durationOrZero("empty-room-ttl", "PT24H", Duration.ofMillis(100)),
            reader.durationOrZero("retention-age", "0", Duration.ofMillis(100)),
            reader.number("retention-count", 0, 0, Integer.MAX_VALUE),
            reader.flag("guests", true));
    if (!settings.silence.isZero() && settings.silence.compareTo(settings.heartbeat) <= 0) {
      throw new InvalidSettingException(
          "silence", settings.silence.toString(), "more than heartbeat, " + settings.heartbeat);
    }
    settings.checkDatabase();
    return settings;
  }

  private void checkDatabase() {
    boolean named = !database.datasource.isEmpty();
    boolean addressed = !database.url.isEmpty();
    if (history == History.DATABASE && named == addressed) {
      throw new InvalidSettingException(
          "history", "database", "set with either parley.datasource or parley.database-url");
    }
    if (history != History.DATABASE && (named || addressed)) {
      throw new InvalidSettingException(
          "history",
          history.name().toLowerCase(Locale.ROOT),
          "database where parley.datasource or parley.database-url is set");
    }
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
