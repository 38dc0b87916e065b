package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import java.util.List;

/**
 * Coordinate-wise trimmed mean: for each parameter the ⌊βn⌋ least and the ⌊βn⌋ greatest of n values are left out, and the
 * rest is averaged (Yin et al. 2018, Algorithm 1, option II, <a href="https://arxiv.org/abs/1803.01498">arXiv:1803.01498</a>).
 * Up to ⌊βn⌋ false clients cannot move a parameter beyond the others' values.
 *
 * @param trim β, above 0 and below 0.5
 */
public record TrimmedMean(double trim) implements CombiningRule {

    /** β when none is set: two of ten clients may be false. */
    public static final double STANDARD_TRIM = 0.2;

    /** A fraction such as 0.29 of 100 comes out a little below 29. */
    private static final double ROUNDING = 1e-9;

    /** With fewer than 1 / β nothing would be left out. */
    @Override
    public int leastClients() {
        return Math.max(3, (int) Math.ceil(1 / trim - ROUNDING));
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        int cut = cut(votes.size());
        SortedColumns.reduce(votes, sorted -> SortedColumns.mean(sorted, cut, sorted.length - cut), combined);
    }

    private int cut(int clients) {
        return (int) Math.floor(trim * clients + ROUNDING);
    }
}
