package dev.tributary.leaktest.report;

/** Successes of chance alone. */
final class Chance {

    private Chance() {}

    /**
     * The least count that a binomial passes with a probability of at most {@code tail}.
     *
     * @param trials      1 or more
     * @param probability of each, above 0 and below 1
     * @param tail        above 0
     */
    static int most(int trials, double probability, double tail) {
        double mass = Math.pow(1 - probability, trials);
        double below = mass;
        int count = 0;
        while (1 - below > tail && count < trials) {
            mass *= (double) (trials - count) / (count + 1) * probability / (1 - probability);
            count++;
            below += mass;
        }
        return count;
    }
}
