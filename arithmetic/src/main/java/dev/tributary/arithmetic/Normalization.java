package dev.tributary.arithmetic;

/** What the weighted sum of deltas is divided by. */
public enum Normalization {
    /** Σ nᵢ: staleness then shortens the step, as in FedBuff (Nguyen et al. 2022, Algorithm 1). */
    EXAMPLES,
    /** Σ nᵢ·s(τᵢ): staleness then only shifts influence between updates. */
    WEIGHTS
}
