package dev.tributary.leaktest.network;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.schemas.layout.ParameterLayout;

/**
 * A network of digits with one hidden layer, and one step of it: {@code softmax(V·relu(W·x + b) + c)}, cross-entropy. The flat
 * vector is W, row by row, b, V, row by row, c. Immutable.
 */
public final class DigitNetwork {

    /** Pixels of a picture. */
    public static final int PIXELS = 28 * 28;

    /** Units of the hidden layer. */
    public static final int HIDDEN = 16;

    private static final int DIGITS = 10;
    private static final int BIAS_AT = HIDDEN * PIXELS;
    private static final int OUTPUT_AT = BIAS_AT + HIDDEN;
    private static final int OUTPUT_BIAS_AT = OUTPUT_AT + DIGITS * HIDDEN;
    private static final int PARAMETERS = OUTPUT_BIAS_AT + DIGITS;

    private final float[] parameters = new float[PARAMETERS];

    /**
     * Draws a network: weights uniform within 1/√(inputs of a unit), biases 0.
     *
     * @param seed of its weights
     */
    public DigitNetwork(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < OUTPUT_BIAS_AT; i++) {
            double spread = 1 / Math.sqrt(i < BIAS_AT ? PIXELS : HIDDEN);
            boolean isBias = i >= BIAS_AT && i < OUTPUT_AT;
            parameters[i] = isBias ? 0 : (float) random.nextDouble(-spread, spread);
        }
    }

    /**
     * Gives the layout that updates name.
     *
     * @return one vector
     */
    public static ParameterLayout layout() {
        return ParameterLayout.flat(PARAMETERS);
    }

    /**
     * Makes a step of gradient descent on one picture.
     *
     * @param picture      pixels, each 0 to 1; not changed
     * @param digit        the digit that it shows, 0 to 9
     * @param learningRate step length, above 0
     * @return the delta
     */
    public float[] delta(float[] picture, int digit, float learningRate) {
        float[] hidden = new float[HIDDEN];
        for (int unit = 0; unit < HIDDEN; unit++) {
            float sum = parameters[BIAS_AT + unit];
            for (int i = 0; i < PIXELS; i++) {
                sum += parameters[unit * PIXELS + i] * picture[i];
            }
            hidden[unit] = Math.max(0, sum);
        }
        float[] error = error(hidden, digit);
        float[] delta = new float[PARAMETERS];
        for (int out = 0; out < DIGITS; out++) {
            delta[OUTPUT_BIAS_AT + out] = -learningRate * error[out];
            for (int unit = 0; unit < HIDDEN; unit++) {
                delta[OUTPUT_AT + out * HIDDEN + unit] = -learningRate * error[out] * hidden[unit];
            }
        }
        for (int unit = 0; unit < HIDDEN; unit++) {
            float inner = hidden[unit] > 0 ? inner(error, unit) : 0;
            delta[BIAS_AT + unit] = -learningRate * inner;
            for (int i = 0; i < PIXELS; i++) {
                delta[unit * PIXELS + i] = -learningRate * inner * picture[i];
            }
        }
        return delta;
    }

    private float[] error(float[] hidden, int digit) {
        Softmax softmax = new Softmax(DIGITS);
        for (int out = 0; out < DIGITS; out++) {
            float sum = parameters[OUTPUT_BIAS_AT + out];
            for (int unit = 0; unit < HIDDEN; unit++) {
                sum += parameters[OUTPUT_AT + out * HIDDEN + unit] * hidden[unit];
            }
            softmax.logits()[out] = sum;
        }
        float[] error = softmax.normalise();
        error[digit] -= 1;
        return error;
    }

    private float inner(float[] error, int unit) {
        float sum = 0;
        for (int out = 0; out < DIGITS; out++) {
            sum += error[out] * parameters[OUTPUT_AT + out * HIDDEN + unit];
        }
        return sum;
    }
}
