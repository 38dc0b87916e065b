package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregation.AggregationStrategy;

/**
 * Size of the open round.
 *
 * @param updates its updates
 * @param clients different clients among them
 * @param isReleasable whether their sum may become public: always in a federation without masks and noise
 * @param isFull whether no further update may join: never without masks
 */
public record RoundCount(int updates, int clients, boolean isReleasable, boolean isFull) {

    /**
     * Counts a round whose sum may become public.
     *
     * @param updates its updates
     * @param clients different clients among them
     */
    public RoundCount(int updates, int clients) {
        this(updates, clients, true, false);
    }

    /** Counts towards goal and quorum: updates, or clients where each client has one vote. */
    int votes(AggregationStrategy strategy) {
        return strategy.fold(linear -> updates, robust -> clients);
    }
}
