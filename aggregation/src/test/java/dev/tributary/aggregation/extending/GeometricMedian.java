package dev.tributary.aggregation.extending;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import java.util.Arrays;
import java.util.List;

/**
 * Geometric median: the vector with the least sum of distances to all deltas, by Weiszfeld's iteration from 0,
 * {@code m ← Σ bₖΔₖ / Σ bₖ} with {@code bₖ = 1 / max(ν, ‖Δₖ - m‖)} (Pillutla et al. 2022, "Robust Aggregation for
 * Federated Learning", Algorithm 2, <a href="https://arxiv.org/abs/1912.13445">arXiv:1912.13445</a>).
 *
 * @param iterations how often the median is moved, at least 1
 */
record GeometricMedian(int iterations) implements CombiningRule {

    /** ν: keeps a delta that the median meets from counting without bound. */
    private static final double SMOOTHING = 1e-6;

    @Override
    public int leastClients() {
        return 3;
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] factors = votes.stream()
                    .mapToDouble(vote -> 1 / Math.max(SMOOTHING, distance(vote.delta(), combined)))
                    .toArray();
            double sum = Arrays.stream(factors).sum();
            Arrays.fill(combined, 0);
            for (int k = 0; k < factors.length; k++) {
                float[] delta = votes.get(k).delta();
                for (int i = 0; i < combined.length; i++) {
                    combined[i] += factors[k] / sum * delta[i];
                }
            }
        }
    }

    private static double distance(float[] delta, double[] median) {
        double squares = 0;
        for (int i = 0; i < median.length; i++) {
            squares += (delta[i] - median[i]) * (delta[i] - median[i]);
        }
        return Math.sqrt(squares);
    }
}
