package dev.tributary.schemas.codec;

/**
 * IEEE 754 binary16: one bit of sign, five of exponent (bias 15), ten of fraction. Java 17 has no conversion of its own.
 */
final class Float16 {

    /** Greatest finite value: (2 − 2⁻¹⁰) · 2¹⁵. */
    static final float MAX_VALUE = 65_504;

    /** Bits of positive infinity; above them, without the sign, are the NaNs. */
    static final int INFINITY_BITS = 0x7c00;

    static final int MAGNITUDE_MASK = 0x7fff;

    private static final int SIGN_MASK = 0x8000;
    private static final int MAX_BITS = 0x7bff;
    private static final int SIGN_SHIFT = Float.SIZE - Short.SIZE;

    /** Bits of fraction that binary32 has and binary16 has not. */
    private static final int FRACTION_SHIFT = 13;

    /** Just less than half of the last bit that is kept: with an odd one 1 more is added, and a tie goes up. */
    private static final int BELOW_HALF = (1 << (FRACTION_SHIFT - 1)) - 1;

    /** Difference of the two exponents' biases, 127 − 15, at the place of the exponent in binary32. */
    private static final int BIAS_SHIFTED = 112 << 23;

    /** Least normal value, 2⁻¹⁴, as bits of binary16 and of binary32. */
    private static final int LEAST_NORMAL_BITS = 0x0400;

    private static final int LEAST_NORMAL_FLOAT_BITS = 113 << 23;

    /** Least subnormal value. */
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    /** 0.5: in [0.5, 1) the last bit of a binary32 counts 2⁻²⁴, as in a subnormal binary16. */
    private static final float ALIGNMENT = 0.5f;

    private Float16() {}

    /**
     * Rounds to the nearest value that binary16 has, of two equally near ones to the one with an even last bit. Values
     * beyond the greatest finite one become that one.
     *
     * @param value finite
     * @return its bits, in the lower 16
     */
    static int bitsOf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> SIGN_SHIFT) & SIGN_MASK;
        int magnitude = bits & Integer.MAX_VALUE;
        if (magnitude < LEAST_NORMAL_FLOAT_BITS) {
            // The addition rounds, to nearest and ties to even, at just the bit that is the last one here.
            float aligned = Float.intBitsToFloat(magnitude) + ALIGNMENT;
            return sign | (Float.floatToRawIntBits(aligned) - Float.floatToRawIntBits(ALIGNMENT));
        }
        int isOdd = (magnitude >>> FRACTION_SHIFT) & 1;
        int rounded = (magnitude - BIAS_SHIFTED + BELOW_HALF + isOdd) >>> FRACTION_SHIFT;
        return sign | Math.min(rounded, MAX_BITS);
    }

    /**
     * Reads a value. Exact, as binary32 has every value that binary16 has.
     *
     * @param bits in the lower 16, finite
     * @return the value
     */
    static float valueOf(int bits) {
        int magnitude = bits & MAGNITUDE_MASK;
        // Not by way of subnormal binary32, which some processors compute a hundred times more slowly.
        float value = magnitude < LEAST_NORMAL_BITS
                ? magnitude * SUBNORMAL_UNIT
                : Float.intBitsToFloat((magnitude << FRACTION_SHIFT) + BIAS_SHIFTED);
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) | ((bits & SIGN_MASK) << SIGN_SHIFT));
    }
}
