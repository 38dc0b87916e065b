package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.UpdateManifest;

/**
 * The parts of an update that is not decided: they stay the same from its first record to the decision.
 *
 * @param manifest  its manifest, which was found good when it came
 * @param payload   its payload, as far as it has come
 * @param offset    offset of its first record
 * @param begunAtMs wall-clock time at which that came
 * @param <V>       values that the payload becomes
 */
record Arrival<V>(UpdateManifest<V> manifest, ArrivingPayload<V> payload, long offset, long begunAtMs) {

    /** Index of its last chunk. */
    int lastChunk() {
        return manifest.payload().chunkCount() - 1;
    }

    /** The part of it that has come, for people. */
    String come() {
        return payload.chunkCount() + " of " + manifest.payload().chunkCount() + " chunks";
    }
}
