package dev.tributary.arithmetic;

/**
 * How the weight of an update follows from the claims in its manifest and from its age: the example count is capped, the
 * weighting takes it or 1, and staleness makes it less.
 *
 * @param exampleCountCap greatest example count that counts, at least 1
 * @param weighting       whether examples count, or each update alike
 * @param staleness       factor of an update's age
 */
public record WeightRule(long exampleCountCap, Weighting weighting, StalenessFactor staleness) {

    /**
     * Weighs an update.
     *
     * @param exampleCount examples that the client trained on by its own account, at least 1
     * @param age          τ: versions published since the update's base version, 0 or more
     * @return its weight
     */
    public UpdateWeight of(long exampleCount, long age) {
        long counted = weighting.count(Math.min(exampleCount, exampleCountCap));
        return new UpdateWeight(counted, counted * staleness.of(age));
    }
}
