package dev.tributary.schemas.payload;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A SHA-256 that is computed beside the thread that has the bytes: at some 2 GB/s it would otherwise take that thread
 * longer than everything else that it does with them.
 */
final class DigestInProgress {

    private final Executor hasher;
    private final MessageDigest sha256 = Checksums.newSha256();

    /**
     * @param hasher runs what it is given one after another, in order; so the digest needs no lock
     */
    DigestInProgress(Executor hasher) {
        this.hasher = hasher;
    }

    /** Adds bytes, which nobody may change from now on. */
    void add(ByteBuffer bytes) {
        ByteBuffer view = bytes.duplicate();
        hasher.execute(() -> sha256.update(view));
    }

    /** Waits for the digest; to be called once. */
    byte[] finish() {
        try {
            return CompletableFuture.supplyAsync(sha256::digest, hasher).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a digest must be computable", e.getCause());
        }
    }
}
