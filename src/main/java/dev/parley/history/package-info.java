/** What was said, in order, and kept; and which rooms there are. Knows no room's members. */
@NullMarked
package dev.parley.history;

import org.jspecify.annotations.NullMarked;
