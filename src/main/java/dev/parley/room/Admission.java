package dev.parley.room;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import dev.parley.protocol.Text;
import dev.parley.token.IssuedToken;
import dev.parley.token.Tokens;
import dev.parley.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one gets into a room: a name, and for an existing room its code, are exchanged for a token.
 * The same for the seed contract and for {@code /api}. For any thread.
 */
public final class Admission {

  /**
   * Who may come.
   *
   * @param guests whether by name alone; otherwise the server must have authenticated the caller
   */
  public record Policy(boolean guests, int nameChars) {}

  /** A member that was let in. */
  record Admitted(String roomId, String clientId, IssuedToken token) {}

  private final Policy policy;
  private final RateLimit joins;
  private final RoomManager rooms;
  private final Tokens tokens;
  private final AuditLog audit;

  /**
   * @param joins how often one may create or join, by client address
   */
  public Admission(
      Policy policy, RateLimit joins, RoomManager rooms, Tokens tokens, AuditLog audit) {
    this.policy = policy;
    this.joins = joins;
    this.rooms = rooms;
    this.tokens = tokens;
    this.audit = audit;
  }

  /**
   * A new room, and a token for its host.
   *
   * @throws Problem 400, 403 or 429
   */
  Admitted create(@Nullable String name, HttpServletRequest request) {
    String displayName = check(name, request);
    Room room = rooms.create();
    Admitted admitted = admit(room, displayName, Set.of(Tokens.MEMBER, Tokens.HOST));
    audit.roomCreated(room.id(), admitted.clientId(), request.getRemoteAddr());
    return admitted;
  }

  /**
   * A token for an existing room.
   *
   * @param code as people type it
   * @throws Problem 400, 403, 404, 409 or 429
   */
  Admitted join(@Nullable String code, @Nullable String name, HttpServletRequest request) {
    String displayName = check(name, request);
    Room room =
        rooms
            .find(code == null ? "" : code)
            .orElseThrow(
                () -> {
                  audit.refused("room not found", request.getRemoteAddr());
                  return Problem.notFound("Room not found");
                });
    if (room.isFull()) {
      throw Problem.conflict("Room is full");
    }
    Admitted admitted = admit(room, displayName, Set.of(Tokens.MEMBER));
    audit.admitted(room.id(), admitted.clientId(), request.getRemoteAddr());
    return admitted;
  }

  /** The rate first, so that guessing codes costs as much as joining. */
  private String check(@Nullable String name, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    Duration wait = joins.take(address);
    if (!wait.isZero()) {
      audit.limited(address);
      throw Problem.tooManyRequests("Too many rooms were created or joined. Wait a little.", wait);
    }
    if (!policy.guests() && request.getUserPrincipal() == null) {
      audit.refused("guests are not allowed", address);
      throw Problem.forbidden("Guests are not allowed here. Sign in first.");
    }
    String displayName = Text.displayName(name, policy.nameChars());
    if (displayName == null) {
      throw Problem.badRequest(
          "A name is needed: 1 to " + policy.nameChars() + " characters, no control characters.");
    }
    return displayName;
  }

  private Admitted admit(Room room, String name, Set<String> groups) {
    Member member = new Member(UUID.randomUUID().toString(), name);
    return new Admitted(room.id(), member.clientId(), tokens.issue(member, room.id(), groups));
  }

  /** Forgets the addresses whose limit no longer matters. */
  public void sweep() {
    joins.sweep();
  }
}
