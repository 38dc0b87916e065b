package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Clipping;
import java.util.List;
import java.util.Set;

/**
 * Centred clipping: clips each delta's distance from a centre, and moves the centre by the mean of what is left,
 * {@code c ← c + (1/n)·Σ (Δₖ - c)·min(1, ρ / ‖Δₖ - c‖)}, {@code iterations} times, beginning at the last round's centre;
 * c is the combined delta (Karimireddy et al. 2021, "Learning from History for Byzantine Robust Optimization",
 * centered clipping, where ρ is τ, <a href="https://arxiv.org/abs/2012.10333">arXiv:2012.10333</a>). In the first round the
 * centre begins at 0.
 *
 * <p>The paper clips momentum that clients keep; here it is the deltas, each of which already sums up many local steps.
 *
 * @param radius     ρ, above 0
 * @param iterations how often a round moves the centre, at least 1
 */
public record CentredClipping(double radius, int iterations) implements CombiningRule {

    /** ρ when none is set, as in the paper's experiments. */
    public static final double STANDARD_RADIUS = 10;

    /** Iterations when none are set: one is enough, since the centre goes on from round to round. */
    public static final int STANDARD_ITERATIONS = 1;

    private static final String CENTRE = "centredClipping.centre";

    /** With fewer than three there is no majority against one. */
    @Override
    public int leastClients() {
        return 3;
    }

    @Override
    public Set<String> stateVectors() {
        return Set.of(CENTRE);
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        float[] kept = state.vector(CENTRE, 0);
        for (int i = 0; i < kept.length; i++) {
            combined[i] = kept[i];
        }
        for (int iteration = 0; iteration < iterations; iteration++) {
            moveCentre(votes, combined);
        }
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (float) combined[i];
        }
    }

    /** The factors stand first, since the centre must not move while distances from it are measured. */
    private void moveCentre(List<ClientDelta> votes, double[] centre) {
        double[] factors = votes.stream()
                .mapToDouble(vote -> Math.sqrt(VectorGeometry.squaredDistance(vote.delta(), centre)))
                .map(distance -> Clipping.scaleFor(distance, radius) / votes.size())
                .toArray();
        double stays = 1;
        for (double factor : factors) {
            stays -= factor;
        }
        for (int i = 0; i < centre.length; i++) {
            centre[i] *= stays;
        }
        for (int vote = 0; vote < factors.length; vote++) {
            VectorGeometry.addScaled(votes.get(vote).delta(), factors[vote], centre);
        }
    }
}
