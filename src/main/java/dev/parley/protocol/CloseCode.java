package dev.parley.protocol;

/**
 * Why the server ends a connection: status code and reason of the Close frame (RFC 6455, section
 * 7.4). After 1008 or 4500–4999 a client stops and says why; after anything else it reconnects with
 * back-off.
 */
public enum CloseCode {
  GOING_AWAY(1001, "going away"),
  BINARY_FRAME(1003, "text frames only"),
  TOO_BIG(1009, "message too long"),
  TOKEN_REQUIRED(1008, "Token required"),
  TOKEN_INVALID(1008, "Token invalid"),
  TOKEN_EXPIRED(1008, "Token expired"),
  RATE_LIMIT_EXCEEDED(1008, "Rate limit exceeded"),
  INTERNAL_ERROR(1011, "internal error"),
  ROOM_FULL(1013, "Room is full"),
  UNAVAILABLE(1013, "unavailable"),
  NO_PONG(4002, "no pong"),
  TOO_SLOW(4003, "too slow"),
  BAD_FRAMES(4501, "bad frames"),
  REMOVED(4503, "removed"),
  ROOM_CLOSED(4504, "room closed");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** For people and for scripts; at most 123 bytes in UTF-8 (RFC 6455, section 5.5). */
  public String reason() {
    return reason;
  }
}
