package dev.tributary.aggregation;

import java.util.Set;

/**
 * How the server walks along the combined delta Δₜ of a round, which takes the place of a negative gradient (Reddi et
 * al. 2021, "Adaptive Federated Optimization", Algorithms 1 and 2,
 * <a href="https://arxiv.org/abs/2003.00295">arXiv:2003.00295</a>).
 *
 * <p>An optimiser is immutable: its memory stands in the {@link ServerState}.
 */
public interface ServerOptimizer {

    /**
     * Gives the server learning rate η that is used when none is set.
     *
     * @return finite and above 0
     */
    double standardLearningRate();

    /**
     * Names the vectors that it keeps in the {@link ServerState}.
     *
     * @return their names, each beginning with the optimiser's own
     */
    default Set<String> stateVectors() {
        return Set.of();
    }

    /**
     * Makes one step.
     *
     * @param current      parameters of the current model; not kept, not changed
     * @param delta        Δₜ, as long as the model; not kept, not changed
     * @param learningRate ηₜ of this round, finite, 0 or more
     * @param state        its memory; changed in place
     * @return parameters of the next model, owned by the caller
     */
    float[] step(float[] current, double[] delta, double learningRate, ServerState state);
}
