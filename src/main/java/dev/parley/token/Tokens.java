package dev.parley.token;

import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Member;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies the JWTs (RFC 7519; JWS with RS256, RFC 7515) that open a room, as RFC 8725
 * asks: one algorithm, a {@code kid} of our own set, typed, with issuer and audience, and no header
 * that would bring a key along. For any thread.
 */
public final class Tokens {

  /** The {@code aud} of every token. */
  public static final String AUDIENCE = "parley";

  /** The group of everyone in a room. */
  public static final String MEMBER = "member";

  /** The group of the one who created the room. */
  public static final String HOST = "host";

  /** How far the clocks of two nodes may differ. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

  private static final int MAX_TOKEN_CHARS = 6144;
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");
  private static final AlgorithmConstraints RS256 =
      new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256);

  private final SigningKeys keys;
  private final String issuer;
  private final Duration lifetime;
  private final Clock clock;

  public Tokens(SigningKeys keys, String issuer, Duration lifetime, Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** A token for one member of one room, signed by the current key. */
  public IssuedToken issue(Member member, String roomId, Set<String> groups) {
    Instant now = clock.instant();
    Instant expiresAt = Instant.ofEpochSecond(now.plus(lifetime).getEpochSecond());
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(AUDIENCE);
    claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
    claims.setJwtId(UUID.randomUUID().toString());
    claims.setSubject(member.clientId());
    claims.setStringClaim(RoomToken.CLIENT_ID, member.clientId());
    claims.setStringClaim(RoomToken.ROOM_ID, roomId);
    claims.setStringClaim(RoomToken.NAME, member.name());
    claims.setStringClaim("preferred_username", member.name());
    claims.setStringListClaim(RoomToken.GROUPS, groups.stream().sorted().toList());

    SigningKeys.SigningKey key = keys.current();
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(RS256);
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    jws.setHeader("typ", "JWT");
    jws.setKeyIdHeaderValue(key.kid());
    jws.setKey(key.privateKey());
    jws.setPayload(claims.toJson());
    try {
      return new IssuedToken(jws.getCompactSerialization(), expiresAt);
    } catch (JoseException e) {
      throw new IllegalStateException("signing failed with key " + key.kid(), e);
    }
  }

  /** The same member in the same room, for another lifetime from now. */
  public IssuedToken renew(RoomToken token) {
    return issue(token.member(), token.roomId(), token.getGroups());
  }

  /**
   * Whether a token that was good when it came has run out since.
   *
   * @param expiresAt of the token
   */
  public boolean hasExpired(Instant expiresAt) {
    return !clock.instant().isBefore(expiresAt.plus(CLOCK_SKEW));
  }

  /** Never throws for what somebody sends. */
  public Verification verify(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return new Verification.Refused(CloseCode.TOKEN_REQUIRED);
    }
    if (token.length() > MAX_TOKEN_CHARS) {
      return new Verification.Refused(CloseCode.TOKEN_INVALID);
    }
    try {
      return new Verification.Accepted(new RoomToken(token, consumer().processToClaims(token)));
    } catch (InvalidJwtException e) {
      boolean onlyExpired =
          e.getErrorDetails().stream().allMatch(d -> d.getErrorCode() == ErrorCodes.EXPIRED);
      return new Verification.Refused(
          e.hasExpired() && onlyExpired ? CloseCode.TOKEN_EXPIRED : CloseCode.TOKEN_INVALID);
    } catch (MalformedClaimException | DateTimeException | NullPointerException e) {
      return new Verification.Refused(CloseCode.TOKEN_INVALID);
    }
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .setAllowedClockSkewInSeconds((int) CLOCK_SKEW.toSeconds())
        .setJwsAlgorithmConstraints(RS256)
        .setVerificationKeyResolver((jws, nesting) -> keyOf(jws))
        .setExpectedType(true, "JWT")
        .setExpectedIssuer(true, issuer)
        .setExpectedAudience(true, AUDIENCE)
        .setRequireSubject()
        .setRequireExpirationTime()
        .build();
  }

  private java.security.Key keyOf(JsonWebStructure jws) throws UnresolvableKeyException {
    try {
      Map<String, ?> header = JsonUtil.parseJson(jws.getHeaders().getFullHeaderAsJsonString());
      if (!HEADERS.containsAll(header.keySet())) {
        throw new UnresolvableKeyException("a header that we never write");
      }
    } catch (JoseException e) {
      throw new UnresolvableKeyException("not a header", e);
    }
    String kid = jws.getKeyIdHeaderValue();
    return keys.publicKey(kid == null ? "" : kid)
        .orElseThrow(() -> new UnresolvableKeyException("not a key of ours"));
  }
}
