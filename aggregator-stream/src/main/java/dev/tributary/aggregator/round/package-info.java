/**
 * Stage 2 as a stream task: lets events happen in the pure machine of {@code round.machine}, carries out its effects, keeps
 * its state, and holds the sums of the open round.
 */
package dev.tributary.aggregator.round;
