package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import dev.parley.token.SigningKeys;
import dev.parley.token.Tokens;
import dev.parley.token.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the wire contract, section 5. */
class SettingsTest {

  private static final Path HOME = Path.of("/home/parley/.parley/ROOT");

  @Test
  void withoutAnyConfigurationTheDefaultsAreTheContracts() {
    Settings settings = read(Map.of());
    assertThat(settings.dataDir()).isEqualTo(HOME);
    assertThat(settings.history()).isEqualTo(Settings.History.SQLITE);
    assertThat(settings.database()).isEqualTo(new Settings.Database("", "", "", ""));
    assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(60));
    assertThat(settings.maxMessageChars()).isEqualTo(4000);
    assertThat(settings.maxFrameBytes()).isEqualTo(16_384);
    assertThat(settings.maxNameChars()).isEqualTo(64);
    assertThat(settings.postRate()).isEqualTo(10);
    assertThat(settings.postBurst()).isEqualTo(20);
    assertThat(settings.joinRate()).isEqualTo(1);
    assertThat(settings.joinBurst()).isEqualTo(600);
    assertThat(settings.maxMembers()).isEqualTo(1000);
    assertThat(settings.maxSockets()).isEqualTo(20);
    assertThat(settings.outboxBytes()).isEqualTo(524_288);
    assertThat(settings.outboxAge()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(25));
    assertThat(settings.silence()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.allowedOrigins()).isEmpty();
    assertThat(settings.trustedProxies()).isEmpty();
    assertThat(settings.emptyRoomTtl()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.retentionAge()).isZero();
    assertThat(settings.retentionCount()).isZero();
    assertThat(settings.guests()).isTrue();
  }

  @Test
  void everySettingIsReadUnderItsOwnName() {
    Settings settings =
        read(
            Map.ofEntries(
                Map.entry("data-dir", "/srv/parley"),
                Map.entry("history", "database"),
                Map.entry("database-url", "jdbc:postgresql://db.example/parley"),
                Map.entry("database-user", "chat"),
                Map.entry("database-password", "secret"),
                Map.entry("issuer", "https://chat.example.com"),
                Map.entry("token-lifetime", "PT1M"),
                Map.entry("key-lifetime", "PT2M"),
                Map.entry("max-message-chars", "101"),
                Map.entry("max-frame-bytes", "102"),
                Map.entry("max-name-chars", "103"),
                Map.entry("post-rate", "104"),
                Map.entry("post-burst", "105"),
                Map.entry("join-rate", "106"),
                Map.entry("join-burst", "107"),
                Map.entry("max-members", "108"),
                Map.entry("max-sockets", "110"),
                Map.entry("outbox-bytes", "109"),
                Map.entry("outbox-age", "PT3S"),
                Map.entry("heartbeat", "PT4S"),
                Map.entry("silence", "PT5S"),
                Map.entry("allowed-origins", "https://a.example, http://b.example:8080"),
                Map.entry("trusted-proxies", "10.0.0.0/8,::1"),
                Map.entry("empty-room-ttl", "PT6S"),
                Map.entry("retention-age", "PT7S"),
                Map.entry("retention-count", "111"),
                Map.entry("guests", "false")));
    assertThat(settings)
        .isEqualTo(
            new Settings(
                Path.of("/srv/parley"),
                Settings.History.DATABASE,
                new Settings.Database("", "jdbc:postgresql://db.example/parley", "chat", "secret"),
                "https://chat.example.com",
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                101,
                102,
                103,
                104,
                105,
                106,
                107,
                108,
                110,
                109,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                List.of("https://a.example", "http://b.example:8080"),
                List.of("10.0.0.0/8", "::1"),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                111,
                false));
  }

  // Where what is said is kept

  @ParameterizedTest
  @CsvSource({"sqlite, SQLITE", "memory, MEMORY", "Memory, MEMORY"})
  void theHistoryIsKeptWhereTheSettingSays(String value, Settings.History history) {
    assertThat(read(Map.of("history", value)).history()).isEqualTo(history);
  }

  @Test
  void aDatabaseIsNamedByTheServerOrByAUrl() {
    Settings named = read(Map.of("history", "database", "datasource", "jdbc/parley"));
    assertThat(named.history()).isEqualTo(Settings.History.DATABASE);
    assertThat(named.database().datasource()).isEqualTo("jdbc/parley");
    Settings addressed = read(Map.of("history", "database", "database-url", "jdbc:x:y"));
    assertThat(addressed.history()).isEqualTo(Settings.History.DATABASE);
    assertThat(addressed.database().url()).isEqualTo("jdbc:x:y");
  }

  @Test
  void aDatabaseThatIsNamedTwiceOrNotAtAllIsRefused() {
    assertThatThrownBy(() -> read(Map.of("history", "database")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("parley.history=database is not allowed: it must be ")
        .hasMessageContainingAll("parley.datasource", "parley.database-url");
    Map<String, String> twice =
        Map.of("history", "database", "datasource", "jdbc/parley", "database-url", "jdbc:x:y");
    assertThatThrownBy(() -> read(twice))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll("parley.datasource", "parley.database-url");
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite, datasource,   jdbc/parley",
    "sqlite, database-url, jdbc:x:y",
    "memory, datasource,   jdbc/parley",
    "memory, database-url, jdbc:x:y",
  })
  void aDatabaseThatWouldNotBeUsedIsRefused(String history, String name, String value) {
    assertThatThrownBy(() -> read(Map.of("history", history, name, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "parley.history=" + history + " is not allowed: it must be database")
        .hasMessageContaining("parley." + name);
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .as("also when the history is sqlite by default")
        .isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void noTextFormAndNoRefusalShowsThePasswordOrTheUrl() {
    Map<String, String> values =
        Map.of(
            "history", "database",
            "database-url", "jdbc:postgresql://u:hunter1@db.example/parley",
            "database-user", "chat",
            "database-password", "hunter2");
    assertThat(read(values).toString()).doesNotContain("hunter1", "hunter2");
    assertThat(read(values).database().toString()).doesNotContain("hunter1", "hunter2");
    Map<String, String> unused = new HashMap<>(values);
    unused.put("history", "memory");
    assertThatThrownBy(() -> read(unused))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageNotContainingAny("hunter1", "hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-message-chars",
        "max-frame-bytes",
        "post-rate",
        "join-rate",
        "max-members",
        "max-sockets",
        "outbox-bytes",
        "outbox-age",
        "silence",
        "empty-room-ttl",
        "retention-age",
        "retention-count",
        "key-lifetime",
      })
  void zeroMeansNoLimitWhereALimitIsMeant(String name) {
    assertThat(catchThrowable(() -> read(Map.of(name, "0")))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token-lifetime    | 0                  | duration",
        "token-lifetime    | 3600               | duration",
        "token-lifetime    | -PT1H              | duration",
        "key-lifetime      | PT1S               | duration",
        "max-message-chars | -1                 | whole number from 0 to ",
        "max-message-chars | many               | whole number from 0 to ",
        "max-frame-bytes   | 16k                | whole number from 0 to ",
        "max-name-chars    | 0                  | whole number from 1 to ",
        "post-rate         | 0.5                | whole number from 0 to ",
        "post-burst        | 0                  | whole number from 1 to ",
        "join-rate         | -1                 | whole number from 0 to ",
        "join-burst        | 0                  | whole number from 1 to ",
        "max-members       | 1 000              | whole number from 0 to ",
        "outbox-bytes      | 512K               | whole number from 0 to ",
        "outbox-age        | 10                 | duration",
        "heartbeat         | 0                  | duration",
        "heartbeat         | often              | duration",
        "silence           | PT25S              | more than heartbeat, PT25S",
        "silence           | PT1S               | more than heartbeat, PT25S",
        "empty-room-ttl    | 24h                | duration",
        "retention-age     | P1M                | duration",
        "retention-age     | PT0.01S            | duration",
        "retention-count   | -1                 | whole number from 0 to ",
        "retention-count   | all                | whole number from 0 to ",
        "history           | postgresql         | one of sqlite, database, memory",
        "history           | sqlite,memory      | one of sqlite, database, memory",
        "guests            | maybe              | true or false",
        "allowed-origins   | portal.example.com | an origin such as https://portal.example.com",
        "allowed-origins   | https://a.example/ | an origin such as https://portal.example.com",
        "allowed-origins   | https://a.example/x| an origin such as https://portal.example.com",
        "allowed-origins   | https://a.example?x| an origin such as https://portal.example.com",
        "allowed-origins   | https://u@a.example| an origin such as https://portal.example.com",
        "allowed-origins   | ftp://a.example    | an origin such as https://portal.example.com",
        "allowed-origins   | *                  | an origin such as https://portal.example.com",
        "allowed-origins   | https://*.a.example| an origin such as https://portal.example.com",
        "allowed-origins   | null               | an origin such as https://portal.example.com",
        "allowed-origins   | http:              | an origin such as https://portal.example.com",
        "trusted-proxies   | proxy.example.com  | an IP address or a CIDR block such as 10.0.0.0/8",
        "trusted-proxies   | 10.0.0.0/33        | an IP address or a CIDR block such as 10.0.0.0/8",
        "trusted-proxies   | *                  | an IP address or a CIDR block such as 10.0.0.0/8",
      })
  void aBadValueIsOneLineThatNamesSettingValueAndWhatIsAllowed(
      String name, String value, String allowed) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("parley." + name + "=" + value + " is not allowed: it must be ")
        .hasMessageContaining(allowed)
        .hasMessageNotContainingAny("\n", "Exception");
  }

  @Test
  void theDefaultSilenceIsMeasuredAgainstTheHeartbeatThatIsSet() {
    assertThatThrownBy(() -> read(Map.of("heartbeat", "PT2M")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("parley.silence=");
    assertThat(read(Map.of("heartbeat", "PT2M", "silence", "0")).silence()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"a", "é", "’", "山", "\uD83D\uDE00"})
  void theLongestNameThatMayBeAllowedFitsIntoAToken(String letter, @TempDir Path dir)
      throws IOException {
    Throwable refusal = catchThrowable(() -> read(Map.of("max-name-chars", "999999")));
    int longest = Integer.parseInt(String.valueOf(refusal.getMessage()).replaceFirst(".* to ", ""));
    SigningKeys keys =
        new SigningKeys(dir, Duration.ZERO, Duration.ofHours(1), Clock.systemUTC(), new AuditLog());
    Tokens tokens = new Tokens(keys, keys.installation(), Duration.ofHours(1), Clock.systemUTC());
    Member member = new Member("00000000-0000-0000-0000-000000000000", letter.repeat(longest));
    String token = tokens.issue(member, "k7wq-3fmx-9tdc", Set.of("member", "host")).token();
    assertThat(tokens.verify(token)).isInstanceOf(Verification.Accepted.class);
  }

  private static Settings read(Map<String, String> values) {
    Map<String, String> named = new HashMap<>();
    values.forEach((name, value) -> named.put("parley." + name, value));
    return Settings.read(new SettingReader(List.of(named::get)), HOME);
  }
}
