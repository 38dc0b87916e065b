package dev.tributary.client.data;

import java.util.random.RandomGenerator;

/**
 * Pseudo-random numbers that are the same bits on every machine and every Java release.
 *
 * <p>SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"). The derived values are
 * made here too, since the default methods of {@link RandomGenerator} may change with the JDK.
 *
 * <p>Not thread-safe, and not for privacy: whoever has the seed has all numbers.
 */
public final class SplitMix64 implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    /** 2<sup>-53</sup>: the distance between neighbours of {@link #nextDouble()}. */
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    /**
     * @param seed any
     */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** Returns a generator for item {@code index} of the sequence that {@code seed} names. */
    public static SplitMix64 forItem(long seed, long index) {
        return new SplitMix64(mix(mix(seed + GOLDEN_GAMMA) + index * GOLDEN_GAMMA));
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, was " + bound);
        }
        // The high half of a 32 × 31 bit product; its bias is below bound / 2^32.
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Returns a value in [0, 1). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /** Returns a value in [{@code from}, {@code to}). */
    @Override
    public double nextDouble(double from, double to) {
        return from + (to - from) * nextDouble();
    }

    /** Returns a value of the standard normal distribution (Marsaglia's polar method). */
    @Override
    public double nextGaussian() {
        double x;
        double square;
        do {
            x = 2 * nextDouble() - 1;
            double y = 2 * nextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        return x * Math.sqrt(-2 * StrictMath.log(square) / square);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
