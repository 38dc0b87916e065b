package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregation.AggregationStrategy;

/**
 * Size of the open round.
 *
 * @param updates its updates
 * @param clients different clients among them
 */
public record RoundCount(int updates, int clients) {

    /** Counts towards goal and quorum: updates, or clients where each client has one vote. */
    int votes(AggregationStrategy strategy) {
        return strategy.fold(linear -> updates, robust -> clients);
    }
}
