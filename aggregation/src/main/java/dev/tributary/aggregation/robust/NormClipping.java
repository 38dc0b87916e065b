package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted mean of deltas clipped to a norm C: {@code Σ wₖ·Δₖ·min(1, C / ‖Δₖ‖) / divisor} (Sun et al. 2019, norm thresholding,
 * <a href="https://arxiv.org/abs/1911.07963">arXiv:1911.07963</a>). C is fixed, or the median of the round's norms, which
 * follows the deltas as they shrink (Nguyen et al. 2022, "FLAME", adaptive clipping,
 * <a href="https://arxiv.org/abs/2101.02281">arXiv:2101.02281</a>). Updates weigh as in a mean.
 *
 * <p>It bounds how far a false client moves the model, not in which direction.
 *
 * @param clippingNorm C, above 0; 0 for the median of the round's norms
 */
public record NormClipping(double clippingNorm) implements CombiningRule {

    /** With fewer than three one client could choose the median norm. */
    @Override
    public int leastClients() {
        return clippingNorm > 0 ? 1 : 3;
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        double[] norms =
                votes.stream().mapToDouble(vote -> L2Norm.of(vote.delta())).toArray();
        double bound = clippingNorm > 0 ? clippingNorm : median(norms);
        for (int i = 0; i < norms.length; i++) {
            ClientDelta vote = votes.get(i);
            double factor = vote.aggregationWeight() * Clipping.scaleFor(norms[i], bound);
            VectorGeometry.addScaled(vote.delta(), factor, combined);
        }
        VectorGeometry.divide(combined, divisor);
    }

    private static double median(double[] norms) {
        double[] sorted = norms.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
