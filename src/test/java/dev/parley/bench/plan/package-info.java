/**
 * What more people than one machine can hold would need: arithmetic, and a simulation that backs
 * it.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.bench.plan;
