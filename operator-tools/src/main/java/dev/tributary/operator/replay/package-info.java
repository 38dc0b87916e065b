/**
 * Computes again, from the retained updates and without publishing anything, what rounds made or would have made with
 * other settings. Sees what stage 1 and stage 2 see, but no topology.
 */
package dev.tributary.operator.replay;
