package dev.tributary.aggregation.optimizer;

import dev.tributary.aggregation.ServerOptimizer;
import dev.tributary.aggregation.ServerState;
import java.util.Set;

/**
 * FedAvgM, federated averaging with server momentum: {@code vₜ = β·vₜ₋₁ + Δₜ}, {@code wₜ₊₁ = wₜ + η·vₜ}, v₋₁ = 0 (Hsu et
 * al. 2019, section 4.3, <a href="https://arxiv.org/abs/1909.06335">arXiv:1909.06335</a>). A delta that comes back round
 * after round moves the model by up to 1 / (1 - β) times itself, so a smaller η or an ever smaller one may be needed.
 *
 * <p>v is kept as float: the kept value itself is added to the model.
 *
 * @param momentum β, 0 or more and below 1; the paper's 0.9 by default
 */
public record ServerMomentum(double momentum) implements ServerOptimizer {

    private static final String VELOCITY = "fedAvgM.velocity";

    @Override
    public double standardLearningRate() {
        return 1;
    }

    @Override
    public Set<String> stateVectors() {
        return Set.of(VELOCITY);
    }

    @Override
    public float[] step(float[] current, double[] delta, double learningRate, ServerState state) {
        float[] velocity = state.vector(VELOCITY, 0);
        float[] next = new float[current.length];
        for (int i = 0; i < next.length; i++) {
            velocity[i] = (float) (momentum * velocity[i] + delta[i]);
            next[i] = (float) (current[i] + learningRate * velocity[i]);
        }
        return next;
    }
}
