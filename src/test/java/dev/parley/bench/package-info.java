/**
 * What Parley costs, beside others. It is no part of a build, but for a smoke run of the driver.
 */
package dev.parley.bench;
