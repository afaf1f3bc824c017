/** What only Payara needs, and only where its post-boot file asks for it. Knows nobody. */
@NullMarked
package dev.parley.payara;

import org.jspecify.annotations.NullMarked;
