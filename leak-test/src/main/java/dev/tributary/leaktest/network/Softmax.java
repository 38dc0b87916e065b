package dev.tributary.leaktest.network;

/** Logits to probabilities, in one array that is used again and again. Not thread-safe. */
final class Softmax {

    private final float[] values;

    Softmax(int length) {
        values = new float[length];
    }

    /** The array itself: to be filled, then {@link #normalise}d. */
    float[] logits() {
        return values;
    }

    /** Makes probabilities of the logits, in place; none is below 1e-30, so that each has a logarithm. */
    float[] normalise() {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            float power = FastExp.of(values[i] - largest);
            values[i] = power;
            sum += power;
        }
        float scale = 1 / sum;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(1e-30f, values[i] * scale);
        }
        return values;
    }
}
