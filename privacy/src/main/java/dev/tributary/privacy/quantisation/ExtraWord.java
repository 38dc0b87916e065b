package dev.tributary.privacy.quantisation;

/**
 * One word of an update beside its delta.
 *
 * @param kind  its meaning
 * @param upper largest value it tells, finite and above 0; a larger one is told as this one
 * @param scale the integer that stands for that value, 1 to 2^30: its share of the bound B
 */
public record ExtraWord(ExtraKind kind, double upper, int scale) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public ExtraWord {
        if (!(upper > 0 && upper < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("upper of " + kind + " must be finite and above 0, was " + upper);
        }
        if (scale < 1 || scale > Quantisation.LARGEST_BOUND) {
            throw new IllegalArgumentException(
                    "scale of " + kind + " must be 1 to " + Quantisation.LARGEST_BOUND + ", was " + scale);
        }
    }

    /**
     * Cuts a value to whole steps toward zero.
     *
     * @param value  any number; NaN counts as 0
     * @param weight factor of the update, above 0 and at most 1
     * @return 0 to {@code scale}
     */
    int quantise(double value, double weight) {
        double told = value > 0 ? Math.min(value, upper) : 0;
        return (int) Math.min(scale, told / upper * weight * scale);
    }
}
