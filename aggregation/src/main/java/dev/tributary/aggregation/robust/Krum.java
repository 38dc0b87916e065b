package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import java.util.List;

/**
 * Krum takes the one delta that is closest to its n - f - 2 neighbours; Multi-Krum the mean of the m best (Blanchard et al.
 * 2017, section 4, and section 6 for Multi-Krum, <a href="https://arxiv.org/abs/1703.02757">arXiv:1703.02757</a>). Needs
 * n ≥ 2f + 3 clients. Of equal scores the vote that joined first is taken.
 *
 * <p>Costs n²/2 distances of whole deltas.
 */
public final class Krum implements CombiningRule {

    private static final int ALL_THAT_ARE_SAFE = 0;

    private final int byzantine;
    private final int chosen;

    private Krum(int byzantine, int chosen) {
        this.byzantine = byzantine;
        this.chosen = chosen;
    }

    /**
     * Makes Krum.
     *
     * @param byzantine f, the false clients that a round may have, at least 1
     * @return the rule
     */
    public static Krum one(int byzantine) {
        return new Krum(byzantine, 1);
    }

    /**
     * Makes Multi-Krum.
     *
     * @param byzantine f, the false clients that a round may have, at least 1
     * @param chosen    m, how many deltas are averaged, at most n - f - 2 count; 0 for n - f - 2
     * @return the rule
     */
    public static Krum mean(int byzantine, int chosen) {
        return new Krum(byzantine, chosen);
    }

    @Override
    public int leastClients() {
        return 2 * byzantine + 3;
    }

    @Override
    public long workBytes(int parameters, int votes) {
        return (long) Double.BYTES * votes * votes;
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        int most = votes.size() - byzantine - 2;
        int count = chosen == ALL_THAT_ARE_SAFE ? most : Math.min(chosen, most);
        List<Integer> ranked = new KrumScores(VectorGeometry.squaredDistances(votes), byzantine).ranked();
        // Added in the order in which they joined, as a mean of them would be.
        ranked.subList(0, count).stream()
                .sorted()
                .forEach(i -> VectorGeometry.addScaled(votes.get(i).delta(), 1, combined));
        VectorGeometry.divide(combined, count);
    }
}
