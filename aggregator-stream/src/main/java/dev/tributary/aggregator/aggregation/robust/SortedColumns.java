package dev.tributary.aggregator.aggregation.robust;

import dev.tributary.aggregator.aggregation.ClientDelta;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through a round coordinate by coordinate, with the clients' values of each in ascending order. Since they are
 * sorted, their order in the round changes not a bit.
 *
 * <p>Vectors are transposed a block at a time: reading one coordinate of many vectors would miss the cache at each.
 */
final class SortedColumns {

    /** A block of a hundred clients takes 100 KiB, which a second-level cache holds. */
    private static final int BLOCK = 256;

    private SortedColumns() {}

    /** What becomes of one coordinate. */
    interface Reduction {

        /**
         * Reduces.
         *
         * @param sorted values of all coordinates of a block
         * @param from   where this coordinate's begin, ascending
         * @param to     where they end
         * @return the combined value
         */
        double of(float[] sorted, int from, int to);
    }

    /** Fills the combined vector with the reduction of each coordinate. */
    static void reduce(List<ClientDelta> votes, Reduction reduction, double[] combined) {
        int clients = votes.size();
        float[] columns = new float[BLOCK * clients];
        for (int start = 0; start < combined.length; start += BLOCK) {
            int size = Math.min(BLOCK, combined.length - start);
            transpose(votes, start, size, columns);
            for (int column = 0; column < size; column++) {
                int from = column * clients;
                Arrays.sort(columns, from, from + clients);
                combined[start + column] = reduction.of(columns, from, from + clients);
            }
        }
    }

    private static void transpose(List<ClientDelta> votes, int start, int size, float[] columns) {
        int clients = votes.size();
        for (int client = 0; client < clients; client++) {
            float[] delta = votes.get(client).delta();
            for (int column = 0; column < size; column++) {
                columns[column * clients + client] = delta[start + column];
            }
        }
    }

    /** Median of ascending values: the middle one, or the mean of the two in the middle. */
    static double median(float[] sorted, int from, int to) {
        int middle = (from + to) >>> 1;
        return (to - from) % 2 == 1 ? sorted[middle] : ((double) sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Mean of values from one place to another, at least one. */
    static double mean(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
