package dev.parley;

import dev.parley.web.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Every setting, read once at deployment. {@code 0} means no limit, where a limit is meant.
 *
 * @param dataDir keys, and whatever else must survive a restart
 * @param issuer the {@code iss} of our tokens; empty for one of this installation's own
 * @param keyLifetime after which a new signing key takes over; zero for never
 * @param maxMembers in a room at the same time
 * @param maxSockets of one member in a room at the same time
 * @param allowedOrigins beside the own one
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-*} is believed
 * @param guests whether anyone may create and join by name alone
 */
public record Settings(
    Path dataDir,
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
    boolean guests) {

  /**
   * @param defaultDataDir used where none is set
   * @throws InvalidSettingException for the first value that is not allowed
   */
  static Settings read(SettingReader reader, Path defaultDataDir) {
    Settings settings =
        new Settings(
            reader.path("data-dir", defaultDataDir),
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
            reader.flag("guests", true));
    if (!settings.silence.isZero() && settings.silence.compareTo(settings.heartbeat) <= 0) {
      throw new InvalidSettingException(
          "silence", settings.silence.toString(), "more than heartbeat, " + settings.heartbeat);
    }
    return settings;
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
