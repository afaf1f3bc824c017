package dev.parley.web;

/**
 * A request's or an answer's body that {@link Json} reads and writes. The type is what makes JAX-RS
 * choose it on every server: a provider for a nearer type goes before one for any object (Jakarta
 * REST, section 4.2.4), and of the latter each server brings its own.
 */
public interface JsonBody {}
