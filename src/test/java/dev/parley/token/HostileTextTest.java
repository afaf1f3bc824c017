package dev.parley.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is sent as a token, the answer is a refusal and never an exception. */
@SuppressWarnings("NullAway.Init") // jqwik calls start
class HostileTextTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static Path dir;
  private static Tokens tokens;
  private static SigningKeys keys;

  @BeforeContainer
  static void start() throws IOException {
    MutableClock clock = new MutableClock("2026-11-22T12:00:00Z");
    dir = Files.createTempDirectory("parley-test");
    keys = new SigningKeys(dir, Duration.ZERO, Duration.ofHours(1), clock, new AuditLog());
    tokens = new Tokens(keys, "urn:example:parley", Duration.ofHours(1), clock);
  }

  @AfterContainer
  static void tidyUp() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property
  void anyTextIsRefused(@ForAll String text) {
    assertRefused(text);
  }

  @Property
  void anyTextInThreePartsIsRefused(
      @ForAll String header, @ForAll String payload, @ForAll String signature) {
    assertRefused(header + "." + payload + "." + signature);
    assertRefused(
        Forge.base64(header) + "." + Forge.base64(payload) + "." + Forge.base64(signature));
  }

  @Property
  void anyJsonAsHeaderAndClaimsIsRefused(
      @ForAll("json") String header, @ForAll("json") String payload) {
    assertRefused(Forge.token(header, payload, input -> new byte[256]));
  }

  @Property(tries = 300)
  void anyJsonAsClaimsIsRefusedThoughWeSignedIt(@ForAll("json") String payload) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + keys.current().kid() + "\"}";
    assertRefused(
        Forge.token(header, payload, Forge.rsa("SHA256withRSA", keys.current().privateKey())));
  }

  @Property
  void aTokenWithOneOtherCharacterIsInvalid(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 1, max = 63) int shift) {
    String good = tokens.issue(new Member("c", "Ann"), "room", Set.of()).token();
    // not the last one, some of whose bits say nothing
    int at = place % (good.length() - 1);
    int digit = ALPHABET.indexOf(good.charAt(at));
    char other = digit < 0 ? 'A' : ALPHABET.charAt((digit + shift) % ALPHABET.length());
    assertRefused(good.substring(0, at) + other + good.substring(at + 1));
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> name =
        Arbitraries.of(
            "alg",
            "typ",
            "kid",
            "jwk",
            "crit",
            "b64",
            "enc",
            "iss",
            "aud",
            "exp",
            "nbf",
            "iat",
            "sub",
            "client_id",
            "room_id",
            "name",
            "groups");
    Arbitrary<String> value =
        Arbitraries.of(
            List.of(
                "\"RS256\"",
                "\"none\"",
                "\"HS256\"",
                "\"JWT\"",
                "\"parley\"",
                "\"urn:example:parley\"",
                "\"\"",
                "null",
                "true",
                "0",
                "-1",
                "1e400",
                "1.5",
                "9999999999",
                "9223372036854775807",
                "99999999999999999999",
                "[]",
                "[null]",
                "[[1]]",
                "{}",
                "{\"kty\":\"RSA\"}",
                "[\"member\"]",
                "\"\\ud800\""));
    return Combinators.combine(name, value)
        .as((key, json) -> "\"" + key + "\":" + json)
        .list()
        .ofMaxSize(8)
        .map(members -> "{" + String.join(",", members) + "}");
  }

  private static void assertRefused(String token) {
    CloseCode expected = token.isBlank() ? CloseCode.TOKEN_REQUIRED : CloseCode.TOKEN_INVALID;
    assertThat(tokens.verify(token)).isEqualTo(new Verification.Refused(expected));
  }
}
