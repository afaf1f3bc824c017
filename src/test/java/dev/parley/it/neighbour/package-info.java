/**
 * Another application of the portal, on the same server: it knows nothing of Parley but where its
 * public keys are and how its issuer is called.
 */
package dev.parley.it.neighbour;
