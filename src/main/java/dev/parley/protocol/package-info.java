/** The words said on the wire: their shapes, their codes and their limits. Knows nobody. */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
