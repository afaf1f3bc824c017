package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.server.SharedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens that an attacker might bring, to socket and REST alike. Those with wrong claims are signed
 * by the server's own key, so that nothing but the claim is wrong.
 */
class HostileTokenIT extends OnParley {

  static Stream<Arguments> hostile() throws Exception {
    RsaJsonWebKey own = ownKey();
    RsaJsonWebKey foreign = RsaJwkGenerator.generateJwk(2048);
    JwtClaims good = claims(c -> {});
    String invalid = "Token invalid";
    return Stream.of(
        Arguments.of("no algorithm", unsigned(good), invalid),
        Arguments.of(
            "foreign key under our kid",
            sign(
                good, foreign.getPrivateKey(), "RS256", h -> h.setKeyIdHeaderValue(own.getKeyId())),
            invalid),
        Arguments.of(
            "HS256 keyed with the public key",
            sign(
                good,
                new HmacKey(own.getRsaPublicKey().getEncoded()),
                "HS256",
                h -> h.setKeyIdHeaderValue(own.getKeyId())),
            invalid),
        Arguments.of(
            "HS256 keyed with the public key in PEM",
            sign(
                good,
                new HmacKey(pem(own.getRsaPublicKey()).getBytes(StandardCharsets.UTF_8)),
                "HS256",
                h -> h.setKeyIdHeaderValue(own.getKeyId())),
            invalid),
        Arguments.of(
            "RS512 with our own key",
            sign(good, own.getPrivateKey(), "RS512", h -> h.setKeyIdHeaderValue(own.getKeyId())),
            invalid),
        Arguments.of("tampered", tampered(signed(good)), invalid),
        Arguments.of("signature cut off", signed(good).replaceFirst("\\.[^.]*$", "."), invalid),
        Arguments.of(
            "wrong issuer", signed(claims(c -> c.setIssuer("https://evil.example"))), invalid),
        Arguments.of("wrong audience", signed(claims(c -> c.setAudience("other"))), invalid),
        Arguments.of("no room", signed(claims(c -> c.unsetClaim("room_id"))), invalid),
        Arguments.of("no name", signed(claims(c -> c.unsetClaim("name"))), invalid),
        Arguments.of("no end", signed(claims(c -> c.unsetClaim("exp"))), invalid),
        Arguments.of("not yet", signed(claims(c -> c.setNotBefore(inSeconds(600)))), invalid),
        Arguments.of(
            "embedded jwk",
            sign(
                good,
                foreign.getPrivateKey(),
                "RS256",
                h -> {
                  h.setKeyIdHeaderValue("foreign");
                  h.setJwkHeader(foreign);
                }),
            invalid),
        Arguments.of(
            "embedded jwk beside our own key",
            sign(
                good,
                own.getPrivateKey(),
                "RS256",
                h -> {
                  h.setKeyIdHeaderValue(own.getKeyId());
                  h.setJwkHeader(foreign);
                }),
            invalid),
        Arguments.of(
            "jku",
            sign(
                good,
                own.getPrivateKey(),
                "RS256",
                h -> {
                  h.setKeyIdHeaderValue(own.getKeyId());
                  h.setHeader("jku", "http://127.0.0.1:1/keys");
                }),
            invalid),
        Arguments.of(
            "unknown kid",
            sign(
                good, own.getPrivateKey(), "RS256", h -> h.setKeyIdHeaderValue("../../etc/passwd")),
            invalid),
        Arguments.of("no kid", sign(good, own.getPrivateKey(), "RS256", h -> {}), invalid),
        Arguments.of("huge", "a".repeat(6000), invalid),
        Arguments.of("rubbish", "%00%ff%0d%0aX-Evil:%201", invalid),
        Arguments.of(
            "expired", signed(claims(c -> c.setExpirationTime(inSeconds(-31)))), "Token expired"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void aHostileTokenOpensNothing(String name, String token, String reason) {
    try (RawWebSocket socket = RawWebSocket.open(BASE, "?token=" + token)) {
      assertThat(socket.status()).isEqualTo(101);
      RawWebSocket.Frame close = socket.readClose();
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.closeReason()).isEqualTo(reason);
    }
    String header = token.startsWith("%") ? "rubbish" : token;
    assertThat(rest.get("api/rooms/0000-0000-0000", "Authorization", "Bearer " + header).status())
        .isEqualTo(401);
  }

  /** Else who has no token could keep connections for good, as many as the server takes. */
  @Test
  void whoDoesNotAnswerTheCloseIsCutOff() {
    try (RawWebSocket socket = RawWebSocket.open(BASE, "")) {
      assertThat(socket.readClose().closeReason()).isEqualTo("Token required");
      assertThat(socket.isCut()).isTrue();
    }
  }

  @Test
  void theTokenThatTheseDifferFromIsGood() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(BASE, "?token=" + signed(claims(c -> {})))) {
      socket.send(RawWebSocket.PING, true, new byte[] {7});
      assertThat(socket.readAny().opcode()).isEqualTo(RawWebSocket.PONG);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void twoTokensAreNone() {
    String token = rest.create("Ann").token();
    try (RawWebSocket socket = RawWebSocket.open(BASE, "?token=" + token + "&token=" + token)) {
      assertThat(socket.readClose().closeReason()).isEqualTo("Token invalid");
    }
  }

  private static RsaJsonWebKey ownKey() throws Exception {
    Path file = SharedServer.DATA.resolve("signing-keys.json");
    return (RsaJsonWebKey) new JsonWebKeySet(Files.readString(file)).getJsonWebKeys().get(0);
  }

  /** Those of a member of a room, with one thing changed. */
  private static JwtClaims claims(Consumer<JwtClaims> change) throws Exception {
    String token = new Rest(BASE).create("Ann").token();
    String json =
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    JwtClaims claims = JwtClaims.parse(json);
    change.accept(claims);
    return claims;
  }

  private static NumericDate inSeconds(int seconds) {
    NumericDate date = NumericDate.now();
    date.addSeconds(seconds);
    return date;
  }

  private static String signed(JwtClaims claims) throws Exception {
    RsaJsonWebKey own = ownKey();
    return sign(claims, own.getPrivateKey(), "RS256", h -> h.setKeyIdHeaderValue(own.getKeyId()));
  }

  private interface Headers {
    void on(JsonWebSignature jws) throws Exception;
  }

  private static String sign(JwtClaims claims, Key key, String algorithm, Headers headers)
      throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setHeader("typ", "JWT");
    headers.on(jws);
    jws.setKey(key);
    jws.setDoKeyValidation(false);
    jws.setPayload(claims.toJson());
    return jws.getCompactSerialization();
  }

  private static String unsigned(JwtClaims claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(
            "{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(claims.toJson().getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                json.replace("\"name\":\"Ann\"", "\"name\":\"Eve\"")
                    .getBytes(StandardCharsets.UTF_8));
    return parts[0] + "." + changed + "." + parts[2];
  }

  private static String pem(RSAPublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
