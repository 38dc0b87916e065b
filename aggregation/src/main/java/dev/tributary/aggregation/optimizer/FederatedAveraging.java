package dev.tributary.aggregation.optimizer;

import dev.tributary.aggregation.ServerOptimizer;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Blocks;

/**
 * Federated averaging: the next model is the current one plus the mean of the deltas, {@code wₜ₊₁ = wₜ + η·Σ nₖΔₖ / Σ nₖ}
 * (McMahan et al. 2017, Algorithm 1, <a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>; the server
 * learning rate η is Reddi et al. 2021's, <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>, Algorithm 1
 * with SGD as the server's optimiser, and 1 gives the former). It remembers nothing.
 */
public final class FederatedAveraging implements ServerOptimizer {

    @Override
    public double standardLearningRate() {
        return 1;
    }

    @Override
    public float[] step(float[] current, double[] delta, double learningRate, ServerState state) {
        float[] next = new float[current.length];
        Blocks.of(next.length, (from, to) -> step(current, delta, learningRate, next, from, to));
        return next;
    }

    private static void step(float[] current, double[] delta, double learningRate, float[] next, int from, int to) {
        for (int i = from; i < to; i++) {
            next[i] = (float) (current[i] + learningRate * delta[i]);
        }
    }
}
