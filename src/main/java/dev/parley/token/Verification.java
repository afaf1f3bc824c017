package dev.parley.token;

import dev.parley.protocol.CloseCode;

/** What became of a token that somebody presented. */
public sealed interface Verification {

  record Accepted(RoomToken token) implements Verification {}

  /** Why not: one of the three {@code TOKEN_…} codes, whose reason tells an attacker no more. */
  record Refused(CloseCode reason) implements Verification {}
}
