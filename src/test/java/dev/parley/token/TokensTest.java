package dev.parley.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Member;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in and who does not (wire contract, section 1; RFC 8725). */
@SuppressWarnings("NullAway.Init") // JUnit calls start
class TokensTest {

  private static final String START = "2026-11-22T12:00:00.750Z";
  private static final long NOW = Instant.parse(START).getEpochSecond();
  private static final String ISSUER = "urn:example:parley";
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Member ANN = new Member("c-ann", "Ann Ångström");
  private static final String ROOM = "k7wq-3fmx-9tdc";

  private static final MutableClock CLOCK = new MutableClock(START);
  private static SigningKeys keys;
  private static Tokens tokens;

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    keys = new SigningKeys(dir, Duration.ZERO, LIFETIME, CLOCK, new AuditLog());
    tokens = new Tokens(keys, ISSUER, LIFETIME, CLOCK);
  }

  @BeforeEach
  void turnTheClockBack() {
    CLOCK.set(Instant.parse(START));
  }

  // Issued

  @Test
  void aTokenHasTheClaimsOfTheContractAndNoOthers() {
    IssuedToken issued = tokens.issue(ANN, ROOM, Set.of(Tokens.MEMBER, Tokens.HOST));
    Map<String, Object> claims = Forge.claims(issued.token());
    assertThat(claims.keySet())
        .containsExactlyInAnyOrder(
            "iss",
            "aud",
            "iat",
            "exp",
            "jti",
            "sub",
            "client_id",
            "room_id",
            "name",
            "preferred_username",
            "groups");
    assertThat(claims)
        .containsEntry("iss", ISSUER)
        .containsEntry("aud", "parley")
        .containsEntry("iat", (int) NOW)
        .containsEntry("exp", (int) NOW + 3600)
        .containsEntry("sub", "c-ann")
        .containsEntry("client_id", "c-ann")
        .containsEntry("room_id", ROOM)
        .containsEntry("name", "Ann Ångström")
        .containsEntry("preferred_username", "Ann Ångström");
    assertThat((List<?>) claims.get("groups"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactlyInAnyOrder("member", "host");
    assertThat(claims.get("jti")).asString().hasSizeGreaterThanOrEqualTo(16);
    assertThat(issued.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 3600));
  }

  @Test
  void theHeaderNamesAlgorithmTypeAndKeyAndNothingElse() {
    assertThat(Forge.header(good()))
        .containsOnly(
            Map.entry("alg", "RS256"),
            Map.entry("typ", "JWT"),
            Map.entry("kid", keys.current().kid()));
  }

  @Test
  void noTwoTokensHaveTheSameId() {
    assertThat(Forge.claims(good()).get("jti")).isNotEqualTo(Forge.claims(good()).get("jti"));
  }

  // Accepted

  @Test
  void ourOwnTokenTellsWhoSpeaksAndWhere() {
    IssuedToken issued = tokens.issue(ANN, ROOM, Set.of(Tokens.MEMBER, Tokens.HOST));
    RoomToken token = accepted(issued.token());
    assertThat(token.member()).isEqualTo(ANN);
    assertThat(token.roomId()).isEqualTo(ROOM);
    assertThat(token.expiresAt()).isEqualTo(issued.expiresAt());
  }

  @Test
  void aTokenIsAMicroProfilePrincipal() {
    RoomToken token = accepted(good());
    assertThat(token.getName()).isEqualTo("Ann Ångström");
    assertThat(token.getSubject()).isEqualTo("c-ann");
    assertThat(token.getIssuer()).isEqualTo(ISSUER);
    assertThat(token.getGroups()).containsExactly("member");
    assertThat(token.getExpirationTime()).isEqualTo(NOW + 3600);
    assertThat(token.getIssuedAtTime()).isEqualTo(NOW);
    assertThat(token.getTokenID()).isEqualTo(Forge.claims(token.getRawToken()).get("jti"));
    assertThat(token.getAudience()).containsExactly("parley");
    assertThat(token.<String>getClaim("room_id")).isEqualTo(ROOM);
    assertThat(token.getClaimNames()).contains("client_id", "room_id", "groups");
  }

  @Test
  void whatTheForgeMakesIsGoodUntilItIsSpoilt() {
    assertThat(accepted(forged(c -> {})).member()).isEqualTo(ANN);
  }

  @Test
  void aTokenWithoutGroupsBelongsToNone() {
    assertThat(accepted(forged(c -> c.remove("groups"))).getGroups()).isEmpty();
  }

  @Test
  void aTokenMayNameOtherAudiencesBesideUs() {
    accepted(forged(c -> c.put("aud", List.of("portal", "parley"))));
  }

  @Test
  void aTokenThatBeginsToHoldWithinTheClockSkewIsAccepted() {
    accepted(forged(c -> c.put("nbf", NOW + 10)));
  }

  @Test
  void renewalKeepsTheMemberAndChangesTheId() {
    RoomToken old = accepted(tokens.issue(ANN, ROOM, Set.of(Tokens.MEMBER, Tokens.HOST)).token());
    CLOCK.advance(Duration.ofMinutes(50));
    IssuedToken renewed = tokens.renew(old);
    RoomToken fresh = accepted(renewed.token());
    assertThat(fresh.member()).isEqualTo(old.member());
    assertThat(fresh.roomId()).isEqualTo(old.roomId());
    assertThat(fresh.getGroups()).isEqualTo(old.getGroups());
    assertThat(fresh.getTokenID()).isNotEqualTo(old.getTokenID());
    assertThat(fresh.expiresAt()).isEqualTo(old.expiresAt().plus(Duration.ofMinutes(50)));
    assertThat(renewed.expiresAt()).isEqualTo(fresh.expiresAt());
  }

  // Expired

  @Test
  void aTokenIsGoodUntilTenSecondsAfterItsEnd() {
    String token = good();
    RoomToken held = accepted(token);
    Instant end = held.expiresAt().plusSeconds(10);

    CLOCK.set(end.minusMillis(1));
    accepted(token);
    assertThat(tokens.hasExpired(held.expiresAt())).isFalse();

    CLOCK.set(end);
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_EXPIRED);
    assertThat(tokens.hasExpired(held.expiresAt())).isTrue();

    CLOCK.set(end.plus(Duration.ofDays(400)));
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_EXPIRED);
  }

  static Stream<Named<Consumer<Map<String, Object>>>> otherFaults() {
    return Stream.of(
        fault("foreign iss", c -> c.put("iss", "urn:example:other")),
        fault("foreign aud", c -> c.put("aud", "portal")),
        fault("no sub", c -> c.remove("sub")));
  }

  @ParameterizedTest
  @MethodSource("otherFaults")
  void anExpiredTokenWithAnotherFaultIsInvalid(Consumer<Map<String, Object>> fault) {
    String token =
        forged(
            c -> {
              c.put("exp", NOW - 60);
              fault.accept(c);
            });
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void anExpiredTokenOfAForeignKeyIsInvalid() {
    Map<String, Object> claims = claims();
    claims.put("exp", NOW - 60);
    String token =
        Forge.token(header(), claims, Forge.rsa("SHA256withRSA", foreign().getPrivate()));
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  // None

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\n"})
  void noTokenIsAskedFor(String token) {
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_REQUIRED);
  }

  // Hostile

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        ".",
        "..",
        "...",
        "....",
        "a.b.c",
        "undefined",
        "null",
        "Bearer ",
        "e30.e30.e30",
        "e30..",
        "eyJhbGciOiJub25lIn0..",
        "\u0000\u0000.\u0000.\u0000",
        "😀.😀.😀"
      })
  void whatIsNoTokenIsInvalid(String token) {
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  static Stream<Named<Consumer<Map<String, Object>>>> badClaims() {
    List<Named<Consumer<Map<String, Object>>>> faults = new ArrayList<>();
    faults.add(fault("foreign iss", c -> c.put("iss", "urn:example:other")));
    faults.add(fault("iss in other case", c -> c.put("iss", "URN:example:parley")));
    faults.add(fault("foreign aud", c -> c.put("aud", "portal")));
    faults.add(fault("foreign auds", c -> c.put("aud", List.of("portal", "parley2"))));
    faults.add(fault("empty aud", c -> c.put("aud", List.of())));
    faults.add(fault("nbf in the future", c -> c.put("nbf", NOW + 11)));
    faults.add(fault("sub of another", c -> c.put("sub", "c-bob")));
    faults.add(fault("client_id of another", c -> c.put("client_id", "c-bob")));
    faults.add(fault("exp as text", c -> c.put("exp", "tomorrow")));
    faults.add(fault("exp as text digits", c -> c.put("exp", String.valueOf(NOW + 60))));
    faults.add(fault("exp null", c -> c.put("exp", null)));
    faults.add(fault("groups as text", c -> c.put("groups", "host")));
    faults.add(fault("groups as numbers", c -> c.put("groups", List.of(1))));
    faults.add(fault("groups with null", c -> c.put("groups", Arrays.asList("host", null))));
    faults.add(fault("groups as object", c -> c.put("groups", Map.of("host", true))));
    faults.add(fault("exp beyond all time", c -> c.put("exp", Long.MAX_VALUE)));
    for (String claim : List.of("iss", "aud", "exp", "sub", "client_id", "room_id", "name")) {
      faults.add(fault("no " + claim, c -> c.remove(claim)));
    }
    for (String claim : List.of("client_id", "room_id", "name")) {
      faults.add(fault("blank " + claim, c -> c.put(claim, " ")));
      faults.add(fault("number as " + claim, c -> c.put(claim, 7)));
      faults.add(fault("list as " + claim, c -> c.put(claim, List.of("x"))));
      faults.add(fault("null as " + claim, c -> c.put(claim, null)));
    }
    return faults.stream();
  }

  @ParameterizedTest
  @MethodSource("badClaims")
  void aTokenWithABadClaimIsInvalidThoughWeSignedIt(Consumer<Map<String, Object>> fault) {
    assertThat(refusal(forged(fault))).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  static Stream<Named<Consumer<Map<String, Object>>>> badHeaders() {
    KeyPair foreign = foreign();
    Map<String, Object> ownJwk = publicJwk();
    List<Named<Consumer<Map<String, Object>>>> faults = new ArrayList<>();
    faults.add(fault("jwk, our own", h -> h.put("jwk", ownJwk)));
    faults.add(fault("jwk, foreign", h -> h.put("jwk", jwk(foreign))));
    faults.add(fault("jku", h -> h.put("jku", "https://evil.example/jwks.json")));
    faults.add(fault("x5u", h -> h.put("x5u", "https://evil.example/cert.pem")));
    faults.add(fault("x5c", h -> h.put("x5c", List.of("MIIB"))));
    faults.add(fault("x5t", h -> h.put("x5t", "AAAA")));
    faults.add(fault("x5t#S256", h -> h.put("x5t#S256", "AAAA")));
    faults.add(fault("crit", h -> h.put("crit", List.of("exp"))));
    faults.add(fault("crit b64", h -> h.putAll(Map.of("crit", List.of("b64"), "b64", false))));
    faults.add(fault("b64", h -> h.put("b64", true)));
    faults.add(fault("zip", h -> h.put("zip", "DEF")));
    faults.add(fault("cty", h -> h.put("cty", "JWT")));
    faults.add(fault("a header of nobody", h -> h.put("x-parley", 1)));
    faults.add(fault("no kid", h -> h.remove("kid")));
    faults.add(fault("empty kid", h -> h.put("kid", "")));
    faults.add(fault("null kid", h -> h.put("kid", null)));
    faults.add(fault("number as kid", h -> h.put("kid", 1)));
    faults.add(fault("object as kid", h -> h.put("kid", Map.of())));
    faults.add(fault("unknown kid", h -> h.put("kid", "key-1")));
    faults.add(fault("kid as a path", h -> h.put("kid", "../../../dev/null")));
    faults.add(fault("kid as SQL", h -> h.put("kid", "x' UNION SELECT 'secret")));
    faults.add(fault("kid in other case", h -> h.put("kid", swapCase(keys.current().kid()))));
    faults.add(fault("no typ", h -> h.remove("typ")));
    faults.add(fault("typ at+jwt", h -> h.put("typ", "at+jwt")));
    faults.add(fault("typ JOSE", h -> h.put("typ", "JOSE")));
    faults.add(fault("number as typ", h -> h.put("typ", 1)));
    faults.add(fault("no alg", h -> h.remove("alg")));
    faults.add(fault("number as alg", h -> h.put("alg", 256)));
    faults.add(fault("alg rs256", h -> h.put("alg", "rs256")));
    faults.add(fault("alg RS384 over an RS256 signature", h -> h.put("alg", "RS384")));
    faults.add(fault("alg ES256", h -> h.put("alg", "ES256")));
    faults.add(fault("alg none over a good signature", h -> h.put("alg", "none")));
    return faults.stream();
  }

  @ParameterizedTest
  @MethodSource("badHeaders")
  void aTokenWithAHeaderThatWeNeverWriteIsInvalid(Consumer<Map<String, Object>> fault) {
    Map<String, Object> header = header();
    fault.accept(header);
    assertThat(refusal(Forge.token(header, claims(), ours()))).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  static Stream<Named<String>> otherAlgorithms() {
    PrivateKey key = keys.current().privateKey();
    return Stream.of(
        named("RS384", with("RS384", Forge.rsa("SHA384withRSA", key))),
        named("RS512", with("RS512", Forge.rsa("SHA512withRSA", key))),
        named("PS256", with("PS256", Forge.pss(key))),
        named("none", with("none", input -> new byte[0])),
        named("None", with("None", input -> new byte[0])),
        named("NONE", with("NONE", input -> new byte[0])),
        named("empty alg", with("", input -> new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("otherAlgorithms")
  void anyAlgorithmButRs256IsRefusedWithOurOwnKeyToo(String token) {
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void anUnsignedTokenIsInvalidWithoutKidAndTypToo() {
    String token = Forge.token(Map.of("alg", "none"), claims(), input -> new byte[0]);
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  static Stream<Named<byte[]>> publicKeyBytes() {
    RSAPublicKey key = publicKey();
    byte[] der = key.getEncoded();
    String base64 = Base64.getEncoder().encodeToString(der);
    String wrapped = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + wrapped + "\n-----END PUBLIC KEY-----";
    return Stream.of(
        named("DER", der),
        named("Base64", utf8(base64)),
        named("PEM", utf8(pem)),
        named("PEM and a line break", utf8(pem + "\n")),
        named("modulus", key.getModulus().toByteArray()),
        named("modulus as in the JWK", utf8(Forge.base64(unsigned(key.getModulus())))),
        named("JWK", utf8(Forge.json(publicJwk()))),
        named("JWK Set", utf8(keys.publicJwks())),
        named("kid", utf8(keys.current().kid())));
  }

  @ParameterizedTest
  @MethodSource("publicKeyBytes")
  void hs256KeyedWithOurPublicKeyIsInvalid(byte[] secret) {
    assertThat(refusal(with("HS256", Forge.hmac(secret)))).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(with("RS256", Forge.hmac(secret)))).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aForeignKeyUnderOurKidIsInvalid() {
    String token =
        Forge.token(header(), claims(), Forge.rsa("SHA256withRSA", foreign().getPrivate()));
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aForeignKeyThatTheTokenBringsAlongIsInvalid() {
    KeyPair foreign = foreign();
    Map<String, Object> header = header();
    header.put("jwk", jwk(foreign));
    String token = Forge.token(header, claims(), Forge.rsa("SHA256withRSA", foreign.getPrivate()));
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void anotherPayloadUnderTheSameSignatureIsInvalid() {
    String[] parts = good().split("\\.", -1);
    Map<String, Object> claims = claims();
    claims.put("groups", List.of("member", "host"));
    String token = parts[0] + "." + Forge.base64(Forge.json(claims)) + "." + parts[2];
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aMissingShortenedOrLengthenedSignatureIsInvalid() {
    String good = good();
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    assertThat(refusal(unsigned)).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(unsigned.substring(0, unsigned.length() - 1)))
        .isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(good.substring(0, good.length() - 4))).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(good + "AAAA")).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(unsigned + Forge.base64(new byte[256]))).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void twoTokensInOneAreInvalid() {
    assertThat(refusal(good() + "." + good())).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(good() + "," + good())).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aDoubledClaimOrHeaderIsInvalid() {
    String claims = Forge.json(claims());
    String doubledClaim = "{\"room_id\":\"other\"," + claims.substring(1);
    String header = Forge.json(header());
    String doubledHeader = "{\"alg\":\"none\"," + header.substring(1);
    assertThat(refusal(Forge.token(header, doubledClaim, ours())))
        .isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(Forge.token(doubledHeader, claims, ours())))
        .isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void anEncryptedTokenIsInvalid() {
    for (String alg : List.of("dir", "RSA-OAEP", "RSA1_5", "PBES2-HS256+A128KW")) {
      Map<String, Object> header = header();
      header.putAll(
          Map.of("alg", alg, "enc", "A128CBC-HS256", "p2c", 2_000_000_000, "p2s", "AAAAAAAAAAA"));
      String token = Forge.base64(Forge.json(header)) + ".AAAA.AAAA.AAAA.AAAA";
      assertThat(refusal(token)).as(alg).isEqualTo(CloseCode.TOKEN_INVALID);
    }
  }

  @Test
  void aSignedTokenWithinATokenIsInvalid() {
    Map<String, Object> header = header();
    header.put("cty", "JWT");
    assertThat(refusal(Forge.token(Forge.json(header), good(), ours())))
        .isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "\"parley\"", "42", "{", "{}", "not json", "{}{}"})
  void aPayloadThatIsNoSetOfClaimsIsInvalid(String payload) {
    assertThat(refusal(Forge.token(Forge.json(header()), payload, ours())))
        .isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aHugeTokenIsInvalidThoughWeSignedIt() {
    assertThat(refusal(forged(c -> c.put("filler", "x".repeat(1_000_000)))))
        .isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal("x".repeat(10_000_000))).isEqualTo(CloseCode.TOKEN_INVALID);
    assertThat(refusal(good() + "=".repeat(10_000))).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  @Test
  void aTokenOfAnotherInstallationIsInvalidWithTheSameIssuerToo(@TempDir Path elsewhere)
      throws IOException {
    SigningKeys others = new SigningKeys(elsewhere, Duration.ZERO, LIFETIME, CLOCK, new AuditLog());
    String token = new Tokens(others, ISSUER, LIFETIME, CLOCK).issue(ANN, ROOM, Set.of()).token();
    assertThat(refusal(token)).isEqualTo(CloseCode.TOKEN_INVALID);
  }

  // Never in a log

  @Test
  void noTextFormShowsAToken() {
    IssuedToken issued = tokens.issue(ANN, ROOM, Set.of(Tokens.MEMBER));
    String signature = issued.token().substring(issued.token().lastIndexOf('.') + 1);
    Verification verification = tokens.verify(issued.token());
    for (Object shown : List.of(issued, accepted(issued.token()), verification)) {
      assertThat(shown.toString()).doesNotContain("eyJ").doesNotContain(signature);
    }
  }

  private static String good() {
    return tokens.issue(ANN, ROOM, Set.of(Tokens.MEMBER)).token();
  }

  private static RoomToken accepted(String token) {
    Verification outcome = tokens.verify(token);
    assertThat(outcome).isInstanceOf(Verification.Accepted.class);
    return ((Verification.Accepted) outcome).token();
  }

  private static CloseCode refusal(String token) {
    Verification outcome = tokens.verify(token);
    assertThat(outcome).isInstanceOf(Verification.Refused.class);
    return ((Verification.Refused) outcome).reason();
  }

  private static String forged(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = claims();
    change.accept(claims);
    return Forge.token(header(), claims, ours());
  }

  private static String with(String algorithm, Forge.Signer signer) {
    Map<String, Object> header = header();
    header.put("alg", algorithm);
    return Forge.token(header, claims(), signer);
  }

  private static Map<String, Object> header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    header.put("kid", keys.current().kid());
    return header;
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", "parley");
    claims.put("iat", NOW);
    claims.put("exp", NOW + 3600);
    claims.put("jti", "1");
    claims.put("sub", ANN.clientId());
    claims.put("client_id", ANN.clientId());
    claims.put("room_id", ROOM);
    claims.put("name", ANN.name());
    claims.put("groups", List.of("member"));
    return claims;
  }

  private static Forge.Signer ours() {
    return Forge.rsa("SHA256withRSA", keys.current().privateKey());
  }

  private static KeyPair foreign() {
    return Foreign.KEYS;
  }

  /** Made once, when first asked for. */
  private static final class Foreign {
    static final KeyPair KEYS = Forge.rsaKeys();
  }

  private static RSAPublicKey publicKey() {
    return (RSAPublicKey) keys.publicKey(keys.current().kid()).orElseThrow();
  }

  private static Map<String, Object> publicJwk() {
    List<?> published =
        (List<?>) Objects.requireNonNull(Forge.parse(keys.publicJwks()).get("keys"));
    Map<String, Object> jwk = new LinkedHashMap<>();
    ((Map<?, ?>) published.get(0)).forEach((name, value) -> jwk.put(name.toString(), value));
    return jwk;
  }

  private static Map<String, Object> jwk(KeyPair pair) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return Map.of(
        "kty", "RSA",
        "n", Forge.base64(unsigned(key.getModulus())),
        "e", Forge.base64(unsigned(key.getPublicExponent())));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String swapCase(String text) {
    StringBuilder swapped = new StringBuilder();
    text.chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .forEach(c -> swapped.append((char) c));
    return swapped.toString();
  }

  private static Named<Consumer<Map<String, Object>>> fault(
      String name, Consumer<Map<String, Object>> change) {
    return named(name, change);
  }
}
