package dev.tributary.arithmetic;

import java.util.OptionalInt;

/** Looks for values that no arithmetic mends: NaN and the infinities. */
public final class Finiteness {

    private Finiteness() {}

    /**
     * Looks for a value that is not finite.
     *
     * @param values any values; not changed
     * @return index of the first NaN or infinity, or empty if all are finite
     */
    public static OptionalInt firstNonFinite(float[] values) {
        // The norm is quick, and finite exactly if all are.
        return Double.isFinite(L2Norm.of(values)) ? OptionalInt.empty() : firstNonFinite(FloatVector.of(values));
    }

    /**
     * Looks for a value that is not finite, value by value.
     *
     * @param values any values
     * @return index of the first NaN or infinity, or empty if all are finite
     */
    public static OptionalInt firstNonFinite(FloatVector values) {
        float[] block = new float[Math.min(values.length(), Blocks.LENGTH)];
        for (int from = 0; from < values.length(); from += Blocks.LENGTH) {
            int count = Math.min(Blocks.LENGTH, values.length() - from);
            values.read(from, block, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(block[i])) {
                    return OptionalInt.of(from + i);
                }
            }
        }
        return OptionalInt.empty();
    }
}
