package dev.tributary.e2e.harness;

import dev.tributary.schemas.avro.UpdateMember;

/**
 * What a test client learns from a version: a delta of small whole numbers and a number of examples, both known to
 * whoever knows client and version. So the sum of any updates can be computed again, in whole numbers, from the list
 * of their names.
 *
 * @param client      number of the client in its federation
 * @param baseVersion version that it trained from
 */
public record Contribution(int client, long baseVersion) {

    /** Each count is a multiple of all numbers up to 10, so that dividing it by 1 + staleness leaves a whole number. */
    private static final long EXAMPLES = 2520;

    /** The delta's value for a parameter: a whole number from -8 to 7. */
    public int deltaAt(int parameter) {
        return (int) (mix(parameter) >>> 60) - 8;
    }

    /** The delta for a model of so many parameters, in a new array. */
    public float[] delta(int parameterCount) {
        float[] delta = new float[parameterCount];
        for (int i = 0; i < parameterCount; i++) {
            delta[i] = deltaAt(i);
        }
        return delta;
    }

    /** Examples that the client says it trained on. */
    public long exampleCount() {
        return EXAMPLES * (1 + Math.floorMod(mix(-1), 5));
    }

    /** Factor of the delta in the sum under {@code round.stalenessExponent: 1}, or 0 when {@code exponent} is 0. */
    public static long wholeWeight(UpdateMember member, int exponent) {
        long parts = exponent == 0 ? 1 : 1 + member.getStaleness();
        if (member.getExampleCount() % parts != 0) {
            throw new IllegalArgumentException("staleness must leave a whole weight, was " + member.getStaleness());
        }
        return member.getExampleCount() / parts;
    }

    /** The finalizer of SplitMix64 (Steele et al. 2014) over the three numbers. */
    private long mix(long salt) {
        long z = client * 0x9E3779B97F4A7C15L + baseVersion * 0xD1B54A32D192ED03L + salt * 0x8CB92BA72F3D8DD7L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
