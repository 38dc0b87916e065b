/** Stage 2: the round window. Which partial sums join a round, when it closes, and what must survive a crash. */
package dev.tributary.aggregator.round;
