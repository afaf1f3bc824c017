/** Who is here, and what reaches them. Knows no {@code jakarta.websocket}. */
@NullMarked
package dev.parley.room;

import org.jspecify.annotations.NullMarked;
