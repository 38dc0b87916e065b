/**
 * Stage 2 as a stream task: lets events happen in the pure machine of {@code round.machine}, carries out its effects, keeps
 * its state, and holds the sums of the open round.
 *
 * <p>Many files: the open round, the one that waits for its masks, and the state of both are carried by one task.
 */
package dev.tributary.aggregator.round;
