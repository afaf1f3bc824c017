/** The WebSocket edge: handshake, frames, heartbeat and close codes. */
@NullMarked
package dev.parley.socket;

import org.jspecify.annotations.NullMarked;
