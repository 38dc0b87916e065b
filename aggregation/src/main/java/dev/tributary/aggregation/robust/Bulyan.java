package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bulyan over Krum: chooses θ = n - 2f votes, each the best by Krum of those that are left, then takes for each parameter
 * the mean of the β = θ - 2f chosen values closest to their median (El Mhamdi et al. 2018, "The Hidden Vulnerability of
 * Distributed Learning in Byzantium", section 4, <a href="https://arxiv.org/abs/1802.07927">arXiv:1802.07927</a>). Needs
 * n ≥ 4f + 3 clients. It closes what Krum leaves open: one parameter that is far off in a delta that is close as a whole.
 *
 * <p>When fewer than f + 3 votes are left, their r - f - 2 neighbours would be none; the closest one counts then. Two
 * votes that are each other's closest then score alike, and the one that joined first is chosen: another order of the same
 * updates can give another result here.
 *
 * @param byzantine f, the false clients that a round may have, at least 1
 */
public record Bulyan(int byzantine) implements CombiningRule {

    @Override
    public int leastClients() {
        return 4 * byzantine + 3;
    }

    @Override
    public long workBytes(int parameters, int votes) {
        return (long) Double.BYTES * votes * votes;
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        List<ClientDelta> chosen = choose(votes);
        int kept = chosen.size() - 2 * byzantine;
        SortedColumns.reduce(chosen, sorted -> meanOfClosestToMedian(sorted, kept), combined);
    }

    private List<ClientDelta> choose(List<ClientDelta> votes) {
        KrumScores scores = new KrumScores(VectorGeometry.squaredDistances(votes), byzantine);
        List<Integer> left = IntStream.range(0, votes.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
        List<ClientDelta> chosen = new ArrayList<>();
        while (chosen.size() < votes.size() - 2 * byzantine) {
            Integer best = scores.ranked(left).get(0);
            left.remove(best);
            chosen.add(votes.get(best));
        }
        return chosen;
    }

    /** Values closest to the median stand together: the window that loses its farther end until it is small enough. */
    private static double meanOfClosestToMedian(float[] sorted, int kept) {
        double median = SortedColumns.median(sorted);
        int low = 0;
        int high = sorted.length;
        while (high - low > kept) {
            // Of two equally far the greater goes.
            if (median - sorted[low] > sorted[high - 1] - median) {
                low++;
            } else {
                high--;
            }
        }
        return SortedColumns.mean(sorted, low, high);
    }
}
