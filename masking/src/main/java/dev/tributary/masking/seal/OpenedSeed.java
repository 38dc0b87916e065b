package dev.tributary.masking.seal;

import dev.tributary.masking.mask.Secret;

/**
 * A seed that was opened and found good. Closed, it is gone.
 *
 * @param seed   32 bytes
 * @param serial serial number of the certificate that came with it
 */
public record OpenedSeed(Secret seed, String serial) implements AutoCloseable {

    /** Overwrites the seed. */
    @Override
    public void close() {
        seed.close();
    }
}
