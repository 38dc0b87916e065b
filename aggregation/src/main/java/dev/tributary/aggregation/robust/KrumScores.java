package dev.tributary.aggregation.robust;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Krum's score of each vote: the sum of its squared distances to its closest others, {@code s(i) = Σ_{i→j} ‖Δᵢ - Δⱼ‖²}
 * over the r - f - 2 votes closest to it of r that are left (Blanchard et al. 2017, section 4,
 * <a href="https://arxiv.org/abs/1703.02757">arXiv:1703.02757</a>). Low is good.
 */
final class KrumScores {

    private final double[][] distances;
    private final int byzantine;

    /**
     * @param distances squared, n × n; not changed
     * @param byzantine f
     */
    KrumScores(double[][] distances, int byzantine) {
        this.distances = distances;
        this.byzantine = byzantine;
    }

    /**
     * Orders votes by their score, the best first; those of equal score as given.
     *
     * @param left indices of the votes that are left
     */
    List<Integer> ranked(List<Integer> left) {
        double[] scores = new double[distances.length];
        left.forEach(i -> scores[i] = score(i, left));
        return left.stream().sorted(Comparator.comparingDouble(i -> scores[i])).toList();
    }

    List<Integer> ranked() {
        return ranked(IntStream.range(0, distances.length).boxed().toList());
    }

    private double score(int vote, List<Integer> left) {
        double[] toOthers = left.stream()
                .filter(other -> other != vote)
                .mapToDouble(other -> distances[vote][other])
                .sorted()
                .toArray();
        // Bulyan goes on choosing when fewer than f + 3 are left: then the closest one decides.
        int closest = Math.min(toOthers.length, Math.max(1, left.size() - byzantine - 2));
        return Arrays.stream(toOthers, 0, closest).sum();
    }
}
