package dev.tributary.aggregator.aggregation;

/**
 * Federated averaging: the next model is the current one plus the mean of the deltas, {@code wₜ₊₁ = wₜ + η·Σ nₖΔₖ / Σ nₖ}
 * (McMahan et al. 2017, Algorithm 1, <a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>; the server
 * learning rate η is Reddi et al. 2021's, <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>, Algorithm 1
 * with SGD as the server's optimiser, and 1 gives the former).
 *
 * @param serverLearningRate η, finite and above 0
 */
public record FederatedAveraging(double serverLearningRate) {

    /** Name of the strategy in provenance and round results. */
    public static final String NAME = "FedAvg";

    /**
     * Computes the next model.
     *
     * @param current     parameters of the current model; not kept, not changed
     * @param weightedSum Σ wₖΔₖ, as long as the model; not kept, not changed
     * @param divisor     what the sum is divided by, above 0
     * @return parameters of the next model, owned by the caller
     */
    public float[] next(float[] current, double[] weightedSum, double divisor) {
        if (!(divisor > 0)) {
            throw new IllegalArgumentException("divisor must be above 0, was " + divisor);
        }
        float[] next = new float[current.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (current[i] + serverLearningRate * weightedSum[i] / divisor);
        }
        return next;
    }
}
