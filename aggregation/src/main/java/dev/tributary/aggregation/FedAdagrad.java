package dev.tributary.aggregation;

import java.util.Set;

/**
 * FedAdagrad: {@code vₜ = vₜ₋₁ + Δₜ²}, the rest as in {@link AdaptiveMoments} (Reddi et al. 2021, Algorithm 2,
 * <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>). Its steps grow ever smaller.
 */
public final class FedAdagrad implements ServerOptimizer {

    /** β₁ when none is set: the paper uses no momentum here. */
    public static final double STANDARD_BETA1 = 0;

    /** τ when none is set. */
    public static final double STANDARD_TAU = AdaptiveMoments.STANDARD_TAU;

    private final AdaptiveMoments moments;

    /**
     * @param beta1 β₁, 0 or more and below 1
     * @param tau   τ, above 0
     */
    public FedAdagrad(double beta1, double tau) {
        this.moments = new AdaptiveMoments("fedAdagrad", beta1, tau);
    }

    @Override
    public double standardLearningRate() {
        return 0.1;
    }

    @Override
    public Set<String> stateVectors() {
        return moments.stateVectors();
    }

    @Override
    public float[] step(float[] current, double[] delta, double learningRate, ServerState state) {
        return moments.step(current, delta, learningRate, state, (v, squared) -> v + squared);
    }
}
