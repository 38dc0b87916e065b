package dev.tributary.aggregation;

import java.util.Set;

/**
 * FedAdam: {@code vₜ = β₂·vₜ₋₁ + (1 - β₂)·Δₜ²}, the rest as in {@link AdaptiveMoments} (Reddi et al. 2021, Algorithm 2,
 * <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>).
 */
public final class FedAdam implements ServerOptimizer {

    /** β₁ when none is set. */
    public static final double STANDARD_BETA1 = AdaptiveMoments.STANDARD_BETA1;

    /** β₂ when none is set. */
    public static final double STANDARD_BETA2 = AdaptiveMoments.STANDARD_BETA2;

    /** τ when none is set. */
    public static final double STANDARD_TAU = AdaptiveMoments.STANDARD_TAU;

    private final AdaptiveMoments moments;
    private final double beta2;

    /**
     * @param beta1 β₁, 0 or more and below 1
     * @param beta2 β₂, 0 or more and below 1
     * @param tau   τ, above 0
     */
    public FedAdam(double beta1, double beta2, double tau) {
        this.moments = new AdaptiveMoments("fedAdam", beta1, tau);
        this.beta2 = beta2;
    }

    @Override
    public double standardLearningRate() {
        return 0.01;
    }

    @Override
    public Set<String> stateVectors() {
        return moments.stateVectors();
    }

    @Override
    public float[] step(float[] current, double[] delta, double learningRate, ServerState state) {
        return moments.step(current, delta, learningRate, state, (v, squared) -> beta2 * v + (1 - beta2) * squared);
    }
}
