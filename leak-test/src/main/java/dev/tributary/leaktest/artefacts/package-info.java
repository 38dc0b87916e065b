/**
 * Contents of a leak, made by the code that makes them in a federation: record bytes of clear and of masked updates, sealed
 * seeds, and sums as they are released. Depends on no other package here.
 */
package dev.tributary.leaktest.artefacts;
