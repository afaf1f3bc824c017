package dev.parley.protocol;

/**
 * Someone in a room.
 *
 * @param clientId unguessable, one per create or join; the token's {@code sub}
 * @param name what the others see
 */
public record Member(String clientId, String name) {}
