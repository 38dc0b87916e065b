package dev.tributary.leaktest.network;

/** Loops over long vectors, written so that the compiler makes vector instructions of them. */
final class Lanes {

    private Lanes() {}

    /** {@code target += factor · values}. */
    static void addScaled(float[] target, float[] values, float factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * values[i];
        }
    }

    /** {@code Σ aᵢ·bᵢ}, in four partial sums: one alone would have to keep its order, and so wait for each addition. */
    static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
