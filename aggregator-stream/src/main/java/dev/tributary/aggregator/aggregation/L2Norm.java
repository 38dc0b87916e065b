package dev.tributary.aggregator.aggregation;

/** L2 norm of a vector of floats, which is finite exactly if every element is. */
public final class L2Norm {

    private L2Norm() {}

    /**
     * Computes the norm in double precision. Squares of floats stay below 1.2e77, so no sum of an array's worth of them
     * overflows: a norm that is not finite means an element that is not finite.
     *
     * @param vector any values; not changed
     * @return the square root of the sum of squares; infinite or NaN if an element is
     */
    public static double of(float[] vector) {
        double[] squares = new double[1];
        Blocks.of(vector.length, (from, to) -> squares[0] += squares(vector, from, to));
        return Math.sqrt(squares[0]);
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
