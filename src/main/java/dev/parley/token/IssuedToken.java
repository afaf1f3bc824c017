package dev.parley.token;

import java.time.Instant;

/** A fresh token, for its owner's eyes only. */
public record IssuedToken(String token, Instant expiresAt) {

  /** Without the token itself, which must not reach a log. */
  @Override
  public String toString() {
    return "IssuedToken[expiresAt=" + expiresAt + "]";
  }
}
