package dev.tributary.privacy.attack;

import java.util.Arrays;

/**
 * Membership inference as a curve: true positives over false positives for each threshold of a score that is larger for
 * members. The loss threshold of Yeom et al. 2018 (<a href="https://arxiv.org/abs/1709.01604">arXiv:1709.01604</a>)
 * scores by −loss, the likelihood ratio of Carlini et al. 2022
 * (<a href="https://arxiv.org/abs/2112.03570">arXiv:2112.03570</a>) by {@link #likelihoodRatio}.
 */
public final class MembershipRoc {

    private final double[] members;
    private final double[] others;

    /**
     * @param members scores of examples that were trained on, 1 or more, none NaN; copied
     * @param others  scores of examples that were not, 1 or more, none NaN; copied
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public MembershipRoc(double[] members, double[] others) {
        if (members.length == 0 || others.length == 0) {
            throw new IllegalArgumentException(
                    "scores must be 1 or more of each, were " + members.length + " and " + others.length);
        }
        this.members = members.clone();
        this.others = others.clone();
        Arrays.sort(this.members);
        Arrays.sort(this.others);
        // Sorting puts NaN last.
        if (Double.isNaN(this.members[members.length - 1]) || Double.isNaN(this.others[others.length - 1])) {
            throw new IllegalArgumentException("scores must be numbers, was NaN");
        }
    }

    /**
     * Scores an example by how much likelier its loss is with it than without it, both near normal.
     *
     * @param loss          of the example
     * @param memberMean    mean loss of shadow models with it
     * @param otherMean     mean loss of shadow models without it
     * @param memberSpread  standard deviation with it, above 0
     * @param otherSpread   standard deviation without it, above 0
     * @return logarithm of the ratio
     * @throws IllegalArgumentException if a spread is outside its bound
     */
    public static double likelihoodRatio(
            double loss, double memberMean, double otherMean, double memberSpread, double otherSpread) {
        if (!(memberSpread > 0 && otherSpread > 0)) {
            throw new IllegalArgumentException("spreads must be above 0, were " + memberSpread + " and " + otherSpread);
        }
        return logDensity((loss - memberMean) / memberSpread)
                - Math.log(memberSpread)
                - logDensity((loss - otherMean) / otherSpread)
                + Math.log(otherSpread);
    }

    private static double logDensity(double standard) {
        return -standard * standard / 2;
    }

    /**
     * Computes the area under the curve: the probability that a member scores above another, half for equal scores
     * (Mann and Whitney 1947).
     *
     * @return 0 to 1; 0.5 for guessing
     */
    public double area() {
        double wins = 0;
        for (double member : members) {
            wins += below(others, member, false) + below(others, member, true);
        }
        return wins / 2 / members.length / others.length;
    }

    /**
     * Computes the true positives that a rate of false ones buys.
     *
     * @param falsePositiveRate the largest allowed, 0 to 1
     * @return the largest rate of any threshold, 0 to 1
     * @throws IllegalArgumentException if the rate is outside its bound
     */
    public double truePositiveRate(double falsePositiveRate) {
        if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1)) {
            throw new IllegalArgumentException("rate must be 0 to 1, was " + falsePositiveRate);
        }
        int allowed = (int) Math.floor(falsePositiveRate * others.length * (1 + 1e-12));
        if (allowed >= others.length) {
            return 1;
        }
        // The threshold is the first score of another that must not count: only what lies above it does.
        double threshold = others[others.length - 1 - allowed];
        return (double) (members.length - below(members, threshold, true)) / members.length;
    }

    /**
     * Gives the rate that no attack passes against (ε, δ) (Kairouz, Oh, Viswanath 2015, Theorem 2.1,
     * <a href="https://arxiv.org/abs/1311.0776">arXiv:1311.0776</a>).
     *
     * @param falsePositiveRate 0 to 1
     * @param epsilon           ε, 0 or more
     * @param delta             δ, 0 to 1
     * @return {@code min(1, e^ε·FPR + δ)}
     */
    public static double bound(double falsePositiveRate, double epsilon, double delta) {
        return Math.min(1, Math.exp(epsilon) * falsePositiveRate + delta);
    }

    private static int below(double[] sorted, double score, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score || (inclusive && sorted[middle] == score)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
