package dev.tributary.aggregator.recorded;

import java.nio.ByteBuffer;

/**
 * The trace that is kept of an admitted update: enough to know it again, and to add it again after a crash exactly as before.
 *
 * @param clientId          its client
 * @param updateId          its id
 * @param baseVersion       version that it was trained from
 * @param sequence          partial sum that it belongs to
 * @param position          its place in that partial sum, counted from 0
 * @param offset            offset of its first record
 * @param staleness         versions published since its base version when it was admitted
 * @param aggregationWeight its factor in the sum
 * @param countedExamples   its example count as far as that counted
 * @param clippingNorm      the bound that its delta was clipped to, 0 for none
 */
public record AdmittedUpdate(
        String clientId,
        String updateId,
        long baseVersion,
        long sequence,
        int position,
        long offset,
        long staleness,
        double aggregationWeight,
        long countedExamples,
        double clippingNorm) {

    private static final int VALUE_BYTES = 6 * Long.BYTES + Integer.BYTES;

    byte[] valueBytes() {
        return ByteBuffer.allocate(VALUE_BYTES)
                .putLong(sequence)
                .putInt(position)
                .putLong(offset)
                .putLong(staleness)
                .putDouble(aggregationWeight)
                .putLong(countedExamples)
                .putDouble(clippingNorm)
                .array();
    }

    static AdmittedUpdate of(String clientId, String updateId, long baseVersion, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return new AdmittedUpdate(
                clientId,
                updateId,
                baseVersion,
                buffer.getLong(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getDouble(),
                buffer.getLong(),
                buffer.getDouble());
    }
}
