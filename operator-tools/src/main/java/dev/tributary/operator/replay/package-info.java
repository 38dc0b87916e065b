/**
 * Computes again, from the retained updates and without publishing anything, the versions that rounds made or would have made with
 * other settings. Sees the same as stage 1 and stage 2, but no topology.
 */
package dev.tributary.operator.replay;
