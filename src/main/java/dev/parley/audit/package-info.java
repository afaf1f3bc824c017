/** What happened, one line each, for the administrator who reads the log. Knows nobody. */
@NullMarked
package dev.parley.audit;

import org.jspecify.annotations.NullMarked;
