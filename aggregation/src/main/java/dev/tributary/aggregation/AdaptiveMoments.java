package dev.tributary.aggregation;

import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * What FedAdagrad, FedAdam and FedYogi share (Reddi et al. 2021, Algorithm 2,
 * <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>):
 *
 * <pre>
 *   mₜ = β₁·mₜ₋₁ + (1 - β₁)·Δₜ            m₋₁ = 0
 *   vₜ = the optimiser's own, of vₜ₋₁ and Δₜ²   v₋₁ = τ²
 *   wₜ₊₁ = wₜ + η·mₜ / (√vₜ + τ)
 * </pre>
 *
 * <p>As in the paper no moment is corrected for its beginning: v begins at τ² for that (the paper asks for at least τ²).
 * Moments are kept as float, and what moves the model is what is kept. A β₁ of 0 needs no first moment.
 *
 * @param name  begins the names of the moments
 * @param beta1 β₁, 0 or more and below 1
 * @param tau   τ, the degree of adaptivity, above 0: the smaller, the more each parameter has a rate of its own
 */
record AdaptiveMoments(String name, double beta1, double tau) {

    /** β₁ of FedAdam and FedYogi in the paper's experiments. */
    static final double STANDARD_BETA1 = 0.9;

    /** β₂ of FedAdam and FedYogi in the paper's experiments. */
    static final double STANDARD_BETA2 = 0.99;

    /** τ that the paper finds good for all its tasks. */
    static final double STANDARD_TAU = 1e-3;

    Set<String> stateVectors() {
        return beta1 == 0 ? Set.of(secondMoment()) : Set.of(firstMoment(), secondMoment());
    }

    private String firstMoment() {
        return name + ".firstMoment";
    }

    private String secondMoment() {
        return name + ".secondMoment";
    }

    /**
     * Makes one step.
     *
     * @param nextSecondMoment vₜ of vₜ₋₁ and Δₜ²
     */
    float[] step(
            float[] current,
            double[] delta,
            double learningRate,
            ServerState state,
            DoubleBinaryOperator nextSecondMoment) {
        float[] first = beta1 == 0 ? new float[0] : state.vector(firstMoment(), 0);
        float[] second = state.vector(secondMoment(), (float) (tau * tau));
        float[] next = new float[current.length];
        for (int i = 0; i < next.length; i++) {
            float m = (float) delta[i];
            if (beta1 != 0) {
                m = (float) (beta1 * first[i] + (1 - beta1) * delta[i]);
                first[i] = m;
            }
            second[i] = (float) nextSecondMoment.applyAsDouble(second[i], delta[i] * delta[i]);
            next[i] = (float) (current[i] + learningRate * m / (Math.sqrt(second[i]) + tau));
        }
        return next;
    }
}
