/**
 * The proof of the promise: a message that its sender saw confirmed is never lost, never doubled
 * and never out of order for anyone, through kills, restarts, cut connections and retries. Clients
 * note down all that they are told while faults strike, and a verdict compares it with the log.
 */
@NullMarked
package dev.parley.reliability;

import org.jspecify.annotations.NullMarked;
