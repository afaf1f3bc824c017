package dev.parley.room;

import static dev.parley.room.LogProblems.answered;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import dev.parley.protocol.Text;
import dev.parley.token.IssuedToken;
import dev.parley.token.RoomToken;
import dev.parley.token.Tokens;
import dev.parley.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
  private final Executor answers;
  private final AuditLog audit;

  /**
   * @param joins how often one may create or join, by client address
   * @param answers where tokens are signed and answers written: the log's thread, which knows first
   *     that somebody is admitted, has better things to do
   */
  public Admission(
      Policy policy,
      RateLimit joins,
      RoomManager rooms,
      Tokens tokens,
      Executor answers,
      AuditLog audit) {
    this.policy = policy;
    this.joins = joins;
    this.rooms = rooms;
    this.tokens = tokens;
    this.answers = answers;
    this.audit = audit;
  }

  /**
   * A new room, and a token for its host.
   *
   * @return fails with {@link Problem} 503
   * @throws Problem 400, 403 or 429
   */
  CompletionStage<Admitted> create(@Nullable String name, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    Member host = member(check(name, request));
    return answered(rooms.create(host))
        .thenApplyAsync(
            roomId -> {
              audit.roomCreated(roomId, host.clientId(), address);
              return admitted(host, roomId, Set.of(Tokens.MEMBER, Tokens.HOST));
            },
            answers);
  }

  /**
   * A token for an existing room.
   *
   * @param code as people type it
   * @return fails with {@link Problem} 404, 409 or 503
   * @throws Problem 400, 403 or 429
   */
  CompletionStage<Admitted> join(
      @Nullable String code, @Nullable String name, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    Member member = member(check(name, request));
    return answered(
        rooms
            .find(code == null ? "" : code)
            .thenCompose(
                room -> {
                  if (room.isEmpty()) {
                    audit.refused("room not found", address);
                    throw LogProblems.roomNotFound();
                  }
                  return admit(room.get(), member, address);
                }));
  }

  private CompletionStage<Admitted> admit(Room room, Member member, String address) {
    if (room.isFull()) {
      throw Problem.conflict("Room is full");
    }
    return rooms
        .admit(room.id(), member)
        .thenApplyAsync(
            noted -> {
              audit.admitted(room.id(), member.clientId(), address);
              return admitted(member, room.id(), Set.of(Tokens.MEMBER));
            },
            answers);
  }

  /**
   * The room that somebody with a token asks for.
   *
   * @param code as people type it
   * @return fails with {@link Problem} 403 if the token opens another room or its member was
   *     removed, 404, or 503
   */
  CompletionStage<Room> room(RoomToken token, String code) {
    if (!token.roomId().equals(RoomCode.normal(code))) {
      throw Problem.forbidden("This token opens another room.");
    }
    return room(token);
  }

  /**
   * Removes a member for good.
   *
   * @param host who asks for it
   * @param code as people type it
   * @return fails with {@link Problem} 403, 404 or 503
   */
  CompletionStage<Void> remove(RoomToken host, String code, String clientId) {
    return room(host, code)
        .thenCompose(
            room -> {
              if (!host.getGroups().contains(Tokens.HOST)) {
                throw Problem.forbidden("Only a host can remove members.");
              }
              return answered(rooms.remove(room, clientId));
            })
        .thenAccept(
            known -> {
              if (!known) {
                throw Problem.notFound("Member not found");
              }
              audit.removed(host.roomId(), clientId, host.member().clientId());
            });
  }

  /**
   * Another token for the same member.
   *
   * @return fails with {@link Problem} 403, 404 or 503
   */
  CompletionStage<IssuedToken> renew(RoomToken token) {
    return room(token).thenApply(room -> tokens.renew(token));
  }

  private CompletionStage<Room> room(RoomToken token) {
    return answered(
        rooms
            .open(token.roomId())
            .thenApply(
                found -> {
                  Room room = found.orElseThrow(LogProblems::roomNotFound);
                  if (room.isRemoved(token.member().clientId())) {
                    throw Problem.forbidden("A host has removed you from this room.");
                  }
                  return room;
                }));
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

  private static Member member(String name) {
    return new Member(UUID.randomUUID().toString(), name);
  }

  private Admitted admitted(Member member, String roomId, Set<String> groups) {
    return new Admitted(roomId, member.clientId(), tokens.issue(member, roomId, groups));
  }

  /** Forgets the addresses whose limit no longer matters. */
  public void sweep() {
    joins.sweep();
  }
}
