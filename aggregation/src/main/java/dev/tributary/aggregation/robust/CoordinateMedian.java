package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import java.util.List;

/**
 * Coordinate-wise median: each parameter moves by the median of the clients' values (Yin et al. 2018, Algorithm 1,
 * option I, <a href="https://arxiv.org/abs/1803.01498">arXiv:1803.01498</a>). Fewer than half of the clients cannot
 * move it beyond the others' values, whatever they send. Of an even number it is the mean of the two in the middle.
 */
public final class CoordinateMedian implements CombiningRule {

    /** With fewer than three there is no majority against one. */
    @Override
    public int leastClients() {
        return 3;
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        SortedColumns.reduce(votes, SortedColumns::median, combined);
    }
}
