package dev.tributary.aggregation;

import java.util.Locale;

/**
 * How the server learning rate changes with the rounds: ηₜ = η·f(t), t = rounds since {@code start}, 0 at first. It counts
 * rounds of the federation, not of a process, so that a restart, a replay and another machine find the same rate.
 *
 * @param kind   shape of f
 * @param rounds R, at least 1
 * @param decay  d, above 0 and at most 1
 * @param floor  least factor ℓ of {@link Kind#COSINE}, 0 to 1
 * @param start  round up to which f is 1, 0 or more
 */
public record LearningRateSchedule(Kind kind, int rounds, double decay, double floor, long start) {

    /** η stays. */
    public static final LearningRateSchedule CONSTANT = new LearningRateSchedule(Kind.CONSTANT, 1, 1, 0, 0);

    /** Shapes of f. */
    public enum Kind {
        /** f = 1. */
        CONSTANT,
        /** {@code f = d^(t / R)}: by the factor d every R rounds, a little each round. */
        EXPONENTIAL,
        /** {@code f = d^⌊t / R⌋}: by the factor d every R rounds, at once. */
        STEP,
        /**
         * {@code f = ℓ + (1 - ℓ)·(1 + cos(π·min(t, R) / R)) / 2}: down to ℓ in R rounds (Loshchilov and Hutter 2017,
         * "SGDR", equation 5 without restarts, <a href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>).
         */
        COSINE,
        /** {@code f = 1 / √(1 + t / R)}: to half after 3R rounds (the 1 / √t of convergence proofs). */
        INVERSE_SQRT;

        /**
         * Gives the name in a settings file.
         *
         * @return such as {@code inverse_sqrt}
         */
        public String settingName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Computes f. StrictMath, since Math may differ in the last bit from machine to machine.
     *
     * @param round the round, counted from 1
     * @return 0 to 1
     */
    public double factor(long round) {
        double t = Math.max(0, round - 1 - start);
        return switch (kind) {
            case CONSTANT -> 1;
            case EXPONENTIAL -> StrictMath.pow(decay, t / rounds);
            case STEP -> StrictMath.pow(decay, Math.floor(t / rounds));
            case COSINE -> floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * Math.min(t, rounds) / rounds)) / 2;
            case INVERSE_SQRT -> 1 / Math.sqrt(1 + t / rounds);
        };
    }
}
