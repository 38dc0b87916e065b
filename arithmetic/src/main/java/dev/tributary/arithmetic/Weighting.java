package dev.tributary.arithmetic;

/** Aggregation weight of an update in a weighted mean, before staleness. */
public enum Weighting {
    /** nₖ, its example count, capped: McMahan et al. 2017. */
    EXAMPLES,
    /** 1: each update alike, whatever it claims. */
    UNIFORM;

    /**
     * Finds an update's aggregation weight.
     *
     * @param cappedExampleCount its example count, capped, at least 1
     * @return that count, or 1
     */
    public long count(long cappedExampleCount) {
        return this == EXAMPLES ? cappedExampleCount : 1;
    }
}
