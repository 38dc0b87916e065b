package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import java.util.List;

/** Distances, products and sums of whole deltas, in double. */
final class VectorGeometry {

    /** 16 KiB of each vector: a block of every vector stays in the cache while it meets the others. */
    private static final int BLOCK = 4096;

    private VectorGeometry() {}

    /**
     * Computes ‖Δᵢ - Δⱼ‖² for all pairs. From differences, not from products: ‖a‖² + ‖b‖² - 2ab loses all digits where
     * vectors are close, which is where Krum looks.
     *
     * @return symmetric, n × n, 0 on the diagonal
     */
    static double[][] squaredDistances(List<ClientDelta> votes) {
        int clients = votes.size();
        double[][] distances = new double[clients][clients];
        int parameters = votes.get(0).delta().length;
        for (int from = 0; from < parameters; from += BLOCK) {
            int to = Math.min(parameters, from + BLOCK);
            for (int i = 0; i < clients; i++) {
                float[] a = votes.get(i).delta();
                for (int j = 0; j < i; j++) {
                    distances[i][j] += squaredDistance(a, votes.get(j).delta(), from, to);
                }
            }
        }
        for (int i = 0; i < clients; i++) {
            for (int j = 0; j < i; j++) {
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }

    private static double squaredDistance(float[] a, float[] b, int from, int to) {
        // Two sums, since one would make each addition wait for the one before.
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < to; i += 2) {
            double first = (double) a[i] - b[i];
            double second = (double) a[i + 1] - b[i + 1];
            even += first * first;
            odd += second * second;
        }
        for (; i < to; i++) {
            double last = (double) a[i] - b[i];
            even += last * last;
        }
        return even + odd;
    }

    /** Computes ‖Δ - c‖². */
    static double squaredDistance(float[] delta, double[] centre) {
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double difference = delta[i] - centre[i];
            sum += difference * difference;
        }
        return sum;
    }

    /** Computes the scalar product of two deltas. */
    static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Adds a multiple of a delta to a sum. */
    static void addScaled(float[] delta, double factor, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * delta[i];
        }
    }

    /** Divides a sum by a number. */
    static void divide(double[] sum, double divisor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= divisor;
        }
    }
}
