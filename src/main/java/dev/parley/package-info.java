/**
 * Parley itself: every setting, the one place that chooses implementations, and what happens at
 * deployment and at undeployment.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
