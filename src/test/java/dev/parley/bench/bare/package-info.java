/** A WAR with next to nothing in it: the least that a server's own WebSockets can cost. */
package dev.parley.bench.bare;
