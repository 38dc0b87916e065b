package dev.tributary.leaktest.artefacts;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.masking.mask.Secret;
import java.util.random.RandomGenerator;

/**
 * Secrets of simulated users, drawn from the seed of the run so that it can be repeated to the bit. Real clients draw theirs
 * from {@code SecureRandom}.
 */
final class SeededBytes {

    private static final int LENGTH = 32;

    private SeededBytes() {}

    /** Draws 32 bytes; owned by the caller. */
    static Secret secret(long seed, long index) {
        byte[] bytes = new byte[LENGTH];
        generator(seed, index).nextBytes(bytes);
        return Secret.owning(bytes);
    }

    static RandomGenerator generator(long seed, long index) {
        return SplitMix64.forItem(seed, index);
    }
}
