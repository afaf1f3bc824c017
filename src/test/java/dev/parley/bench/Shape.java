package dev.parley.bench;

import dev.parley.bench.Contender.Running;
import dev.parley.bench.driver.Protocol;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What servers are put through.
 *
 * @param suits who can do it
 */
record Shape(String name, String title, Predicate<Protocol> suits, Measurement measurement) {

  /** Puts a server through it; what the shape is about is what it reads off first. */
  interface Measurement {
    Map<Metric, Double> of(Running server) throws IOException;
  }
}
