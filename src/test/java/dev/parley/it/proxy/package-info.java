/**
 * Parley behind the reverse proxies that people have: the configurations of {@code
 * docs/reverse-proxy.md}, run by real programs on 127.0.0.1 alone.
 */
package dev.parley.it.proxy;
