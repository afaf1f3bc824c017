/**
 * A load driver for chat servers: one thread with one selector opens many WebSockets, posts texts
 * and counts what arrives, so that it costs less than what it measures.
 */
@NullMarked
package dev.parley.bench.driver;

import org.jspecify.annotations.NullMarked;
