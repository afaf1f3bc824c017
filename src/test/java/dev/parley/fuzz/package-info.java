/** What nobody would think of sending, thought of by a machine. */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
