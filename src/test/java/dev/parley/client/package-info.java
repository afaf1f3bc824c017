/** The client's own tests, run by Node, and the package that it is published as. */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
