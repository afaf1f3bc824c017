/** Who is speaking: tokens issued and verified, and the keys that sign them. */
@NullMarked
package dev.parley.token;

import org.jspecify.annotations.NullMarked;
