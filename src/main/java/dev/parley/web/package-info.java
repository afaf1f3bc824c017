/** What every HTTP answer has in common: headers, origins, forwards and problem+json. */
@NullMarked
package dev.parley.web;

import org.jspecify.annotations.NullMarked;
