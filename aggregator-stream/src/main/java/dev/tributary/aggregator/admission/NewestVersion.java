package dev.tributary.aggregator.admission;

import dev.tributary.schemas.avro.RoundResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What stage 1 has to know of the newest model.
 *
 * @param version           its version, 0 or more
 * @param parameterCount    its parameters
 * @param layoutFingerprint fingerprint of its layout
 */
public record NewestVersion(long version, long parameterCount, String layoutFingerprint) {

    /**
     * Takes what is needed from a round's result.
     *
     * @param result a round that published a version
     * @return that version
     */
    public static NewestVersion of(RoundResult result) {
        return new NewestVersion(result.getVersion(), result.getParameterCount(), result.getLayoutFingerprint());
    }

    /**
     * Writes it for a state store.
     *
     * @return bytes that {@link #fromBytes} reads
     */
    public byte[] toBytes() {
        byte[] fingerprint = layoutFingerprint.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + fingerprint.length)
                .putLong(version)
                .putLong(parameterCount)
                .put(fingerprint)
                .array();
    }

    /**
     * Reads it from a state store.
     *
     * @param bytes what {@link #toBytes} wrote
     * @return the version
     */
    public static NewestVersion fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long version = buffer.getLong();
        long parameterCount = buffer.getLong();
        return new NewestVersion(
                version, parameterCount, StandardCharsets.UTF_8.decode(buffer).toString());
    }
}
