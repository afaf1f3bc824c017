package dev.parley.token;

import dev.parley.protocol.Member;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/**
 * A verified token: who speaks, and in which room. A principal as MicroProfile JWT defines it,
 * whose name is the display name.
 */
public final class RoomToken implements JsonWebToken {

  static final String CLIENT_ID = "client_id";
  static final String ROOM_ID = "room_id";
  static final String NAME = "name";
  static final String GROUPS = "groups";

  private final String raw;
  private final JwtClaims claims;
  private final Member member;
  private final String roomId;
  private final Set<String> groups;
  private final Set<String> audience;
  private final Instant expiresAt;

  /**
   * @throws MalformedClaimException if a claim that a room needs is missing or of another type
   */
  RoomToken(String raw, JwtClaims claims) throws MalformedClaimException {
    this.raw = raw;
    this.claims = claims;
    this.member = new Member(text(claims, CLIENT_ID), text(claims, NAME));
    this.roomId = text(claims, ROOM_ID);
    this.groups =
        claims.hasClaim(GROUPS) ? Set.copyOf(claims.getStringListClaimValue(GROUPS)) : Set.of();
    this.audience = Set.copyOf(claims.getAudience());
    this.expiresAt = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
    if (!member.clientId().equals(claims.getSubject())) {
      throw new MalformedClaimException("sub and client_id differ");
    }
  }

  public Member member() {
    return member;
  }

  public String roomId() {
    return roomId;
  }

  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public String getName() {
    return member.name();
  }

  @Override
  public String getRawToken() {
    return raw;
  }

  @Override
  public Set<String> getGroups() {
    return groups;
  }

  @Override
  public Set<String> getClaimNames() {
    return Set.copyOf(claims.getClaimNames());
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface has it so
  public <T> @Nullable T getClaim(String claimName) {
    return (T)
        switch (claimName) {
          case "aud" -> audience;
          case GROUPS -> groups;
          default -> claims.getClaimValue(claimName);
        };
  }

  /** Without the token itself, which must not reach a log. */
  @Override
  public String toString() {
    return "RoomToken[" + member.clientId() + " in " + roomId + "]";
  }

  private static String text(JwtClaims claims, String name) throws MalformedClaimException {
    String value = claims.getStringClaimValue(name);
    if (value == null || value.isBlank()) {
      throw new MalformedClaimException(name + " is missing");
    }
    return value;
  }
}
