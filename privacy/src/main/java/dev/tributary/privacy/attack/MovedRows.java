package dev.tributary.privacy.attack;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words that a user typed, read off an update: the rows of the embedding or output matrix that moved. A word that was
 * not typed has a row that moved not at all, or little beside the others.
 */
public final class MovedRows {

    private MovedRows() {}

    /**
     * Finds rows that moved further than a share of the row that moved most.
     *
     * @param delta  the matrix's part of an update, row by row; not changed
     * @param width  elements of a row, 1 or more; the length is a multiple of it
     * @param share  above 0 and below 1
     * @return indices of rows; none if no row moved
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static Set<Integer> find(float[] delta, int width, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be above 0 and below 1, was " + share);
        }
        double[] norms = norms(delta, width);
        double largest = Arrays.stream(norms).max().orElse(0);
        Set<Integer> moved = new TreeSet<>();
        for (int row = 0; row < norms.length && largest > 0; row++) {
            if (norms[row] > share * largest) {
                moved.add(row);
            }
        }
        return moved;
    }

    private static double[] norms(float[] delta, int width) {
        if (width < 1 || delta.length % width != 0) {
            throw new IllegalArgumentException(
                    "width of a row must divide " + delta.length + " elements, was " + width);
        }
        double[] norms = new double[delta.length / width];
        for (int i = 0; i < delta.length; i++) {
            norms[i / width] += (double) delta[i] * delta[i];
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }
}
