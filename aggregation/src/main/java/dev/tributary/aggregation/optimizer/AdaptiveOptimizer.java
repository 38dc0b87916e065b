package dev.tributary.aggregation.optimizer;

import dev.tributary.aggregation.ServerOptimizer;
import dev.tributary.aggregation.ServerState;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * FedAdagrad, FedAdam and FedYogi (Reddi et al. 2021, Algorithm 2,
 * <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>), which differ in their second moment v alone:
 *
 * <pre>
 *   mₜ = β₁·mₜ₋₁ + (1 - β₁)·Δₜ                            m₋₁ = 0
 *   vₜ = vₜ₋₁ + Δₜ²                             FedAdagrad  v₋₁ = τ²
 *   vₜ = β₂·vₜ₋₁ + (1 - β₂)·Δₜ²                  FedAdam
 *   vₜ = vₜ₋₁ - (1 - β₂)·Δₜ²·sign(vₜ₋₁ - Δₜ²)     FedYogi
 *   wₜ₊₁ = wₜ + η·mₜ / (√vₜ + τ)
 * </pre>
 *
 * <p>Steps of FedAdagrad grow ever smaller. One large delta does not make v forget the others in FedYogi, as it does in
 * FedAdam: v changes by at most (1 - β₂)·Δₜ².
 *
 * <p>As in the paper no moment is corrected for its beginning: v begins at τ² for that (the paper asks for at least τ²).
 * Moments are kept as float, and the kept values move the model. A β₁ of 0 needs no first moment.
 */
public final class AdaptiveOptimizer implements ServerOptimizer {

    /** β₁ of FedAdam and FedYogi in the paper's experiments. */
    public static final double STANDARD_BETA1 = 0.9;

    /** β₂ of FedAdam and FedYogi in the paper's experiments. */
    public static final double STANDARD_BETA2 = 0.99;

    /** τ that the paper finds good for all its tasks. */
    public static final double STANDARD_TAU = 1e-3;

    private final String name;
    private final double standardLearningRate;
    private final double beta1;
    private final double tau;
    private final DoubleBinaryOperator nextSecondMoment;

    private AdaptiveOptimizer(
            String name, double standardLearningRate, double beta1, double tau, DoubleBinaryOperator nextSecondMoment) {
        this.name = name;
        this.standardLearningRate = standardLearningRate;
        this.beta1 = beta1;
        this.tau = tau;
        this.nextSecondMoment = nextSecondMoment;
    }

    /**
     * Makes FedAdagrad.
     *
     * @param beta1 β₁, 0 or more and below 1
     * @param tau   τ, the degree of adaptivity, above 0: the smaller, the more each parameter has a rate of its own
     * @return the optimiser
     */
    public static AdaptiveOptimizer fedAdagrad(double beta1, double tau) {
        return new AdaptiveOptimizer("fedAdagrad", 0.1, beta1, tau, (v, squared) -> v + squared);
    }

    /**
     * Makes FedAdam.
     *
     * @param beta1 as in {@link #fedAdagrad}
     * @param beta2 β₂, 0 or more and below 1
     * @param tau   as in {@link #fedAdagrad}
     * @return the optimiser
     */
    public static AdaptiveOptimizer fedAdam(double beta1, double beta2, double tau) {
        return new AdaptiveOptimizer("fedAdam", 0.01, beta1, tau, (v, squared) -> beta2 * v + (1 - beta2) * squared);
    }

    /**
     * Makes FedYogi.
     *
     * @param beta1 as in {@link #fedAdagrad}
     * @param beta2 β₂, 0 or more and below 1
     * @param tau   as in {@link #fedAdagrad}
     * @return the optimiser
     */
    public static AdaptiveOptimizer fedYogi(double beta1, double beta2, double tau) {
        return new AdaptiveOptimizer(
                "fedYogi", 0.01, beta1, tau, (v, squared) -> v - (1 - beta2) * squared * Math.signum(v - squared));
    }

    @Override
    public double standardLearningRate() {
        return standardLearningRate;
    }

    @Override
    public Set<String> stateVectors() {
        return beta1 == 0 ? Set.of(secondMoment()) : Set.of(firstMoment(), secondMoment());
    }

    private String firstMoment() {
        return name + ".firstMoment";
    }

    private String secondMoment() {
        return name + ".secondMoment";
    }

    @Override
    public float[] step(float[] current, double[] delta, double learningRate, ServerState state) {
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
