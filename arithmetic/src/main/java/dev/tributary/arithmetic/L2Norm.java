package dev.tributary.arithmetic;

/**
 * L2 norm of a vector of floats, which is finite exactly if every element is. An instance computes it block by block, as
 * the blocks come, and to the same bits.
 *
 * <p>In double precision: squares of floats stay below 1.2e77, so no sum of an array's worth of them overflows, and a norm
 * that is not finite means an element that is not finite. Not thread-safe.
 */
public final class L2Norm {

    private double squares;

    /**
     * Computes the norm of a whole vector.
     *
     * @param vector any values; not changed
     * @return the square root of the sum of squares; infinite or NaN if an element is
     */
    public static double of(float[] vector) {
        L2Norm norm = new L2Norm();
        Blocks.of(vector.length, (from, to) -> norm.add(vector, from, to));
        return norm.value();
    }

    /**
     * Takes the next elements of the vector.
     *
     * @param values holds them; not changed
     * @param from   index of the first one
     * @param to     index after the last one; {@link Blocks#LENGTH} elements but for the last time
     */
    public void add(float[] values, int from, int to) {
        squares += squares(values, from, to);
    }

    /**
     * Gives the norm of the values so far.
     *
     * @return the square root of the sum of squares; infinite or NaN if an element was
     */
    public double value() {
        return Math.sqrt(squares);
    }

    private static double squares(float[] vector, int from, int to) {
        // Four sums, since one would make each addition wait for the one before.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += (double) vector[i] * vector[i];
            b += (double) vector[i + 1] * vector[i + 1];
            c += (double) vector[i + 2] * vector[i + 2];
            d += (double) vector[i + 3] * vector[i + 3];
        }
        for (; i < to; i++) {
            a += (double) vector[i] * vector[i];
        }
        return a + b + c + d;
    }
}
