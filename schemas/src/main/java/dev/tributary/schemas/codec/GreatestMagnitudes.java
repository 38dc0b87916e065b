package dev.tributary.schemas.codec;

/**
 * Finds the values that are greatest in magnitude, in time proportional to the vector's length: two histograms over the
 * bits of the magnitudes, which order as the magnitudes do, give the least magnitude to be kept.
 */
final class GreatestMagnitudes {

    /** Upper half of the 31 bits of a magnitude, sign excluded: 65,536 counters. */
    private static final int LOW_BITS = 15;

    private static final int HIGH_COUNTERS = 1 << (Integer.SIZE - 1 - LOW_BITS);
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    private GreatestMagnitudes() {}

    /**
     * @param values all finite; not changed
     * @param most   how many are wanted, 0 or more
     * @return indices in ascending order, {@code most} of them or all that are not zero if those are fewer; of equal
     *     magnitudes the first ones
     */
    static int[] indices(float[] values, int most) {
        int nonZero = 0;
        for (float value : values) {
            nonZero += value == 0 ? 0 : 1;
        }
        int count = Math.min(most, nonZero);
        if (count == 0) {
            return new int[0];
        }
        int least = leastKept(values, count);
        int above = 0;
        for (float value : values) {
            above += magnitude(value) > least ? 1 : 0;
        }
        return collect(values, count, least, count - above);
    }

    /** Magnitude bits of the value in place {@code count} when sorted from the greatest down. */
    private static int leastKept(float[] values, int count) {
        int[] high = new int[HIGH_COUNTERS];
        for (float value : values) {
            high[magnitude(value) >>> LOW_BITS]++;
        }
        int wanted = count;
        int bucket = high.length - 1;
        while (wanted > high[bucket]) {
            wanted -= high[bucket--];
        }
        int[] low = new int[LOW_MASK + 1];
        for (float value : values) {
            int magnitude = magnitude(value);
            if (magnitude >>> LOW_BITS == bucket) {
                low[magnitude & LOW_MASK]++;
            }
        }
        int rest = low.length - 1;
        while (wanted > low[rest]) {
            wanted -= low[rest--];
        }
        return (bucket << LOW_BITS) | rest;
    }

    private static int[] collect(float[] values, int count, int least, int equalWanted) {
        int[] indices = new int[count];
        int found = 0;
        int equal = 0;
        for (int i = 0; i < values.length && found < count; i++) {
            int magnitude = magnitude(values[i]);
            if (magnitude > least || (magnitude == least && equal++ < equalWanted)) {
                indices[found++] = i;
            }
        }
        return indices;
    }

    private static int magnitude(float value) {
        return Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
    }
}
