/**
 * The servers that the tests run the WAR on: real processes, on 127.0.0.1 alone, ended by their
 * pid. Another kind is one more {@link ServerKind}, a profile in {@code pom.xml} and a directory
 * below {@code server-config}.
 */
package dev.parley.it.server;
