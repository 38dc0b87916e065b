package dev.tributary.leaktest.users;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Zipf's law (Zipf 1935): the word of rank r is typed with a probability proportional to 1/r. Immutable; threads may share
 * it.
 */
final class ZipfLaw {

    private final double[] cumulative;

    /** Makes the law of ranks 1 to {@code ranks}. */
    ZipfLaw(int ranks) {
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 1; rank <= ranks; rank++) {
            sum += 1.0 / rank;
            cumulative[rank - 1] = sum;
        }
    }

    /** Draws a rank, from 1 on. */
    int rank(RandomGenerator random) {
        double drawn = random.nextDouble() * cumulative[cumulative.length - 1];
        int place = Arrays.binarySearch(cumulative, drawn);
        return Math.min(cumulative.length, (place < 0 ? -place - 1 : place) + 1);
    }
}
