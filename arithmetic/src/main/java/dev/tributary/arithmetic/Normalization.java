package dev.tributary.arithmetic;

/** Divisor of the weighted sum of deltas. */
public enum Normalization {
    /** Σ nᵢ: staleness then shortens the step, as in FedBuff (Nguyen et al. 2022, Algorithm 1). */
    EXAMPLES,
    /** Σ nᵢ·s(τᵢ): staleness then only shifts influence between updates. */
    WEIGHTS
}
