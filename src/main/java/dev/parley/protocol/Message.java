package dev.parley.protocol;

import java.time.Instant;

/**
 * Something said in a room.
 *
 * @param seq counts from 1 in each room, without gaps
 * @param timestamp in whole milliseconds
 */
public record Message(long seq, Member author, String text, Instant timestamp) {}
