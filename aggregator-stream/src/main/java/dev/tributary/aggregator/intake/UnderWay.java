package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.UpdateManifest;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.federation.settings.FederationSettings;

/**
 * An update that has begun and is not decided; {@link HeldUpdate} shows where it can go.
 *
 * @param <V> values that its payload becomes
 */
public sealed interface UnderWay<V> extends HeldUpdate {

    /** Its manifest and payload. */
    Arrival<V> arrival();

    /** Its manifest. */
    default UpdateManifest<V> manifest() {
        return arrival().manifest();
    }

    @Override
    default String clientId() {
        return manifest().clientId();
    }

    @Override
    default String updateId() {
        return manifest().updateId();
    }

    @Override
    default long offset() {
        return arrival().offset();
    }

    @Override
    default long begunAtMs() {
        return arrival().begunAtMs();
    }

    @Override
    default long bytes() {
        ArrivingPayload<V> payload = arrival().payload();
        return ENTRY_BYTES + payload.heldBytes() + (long) payload.chunkCount() * CHUNK_BYTES;
    }

    /**
     * Its chunks are coming.
     *
     * @param arrival its manifest and payload
     * @param <V>     values that its payload becomes
     */
    record Arriving<V>(Arrival<V> arrival) implements UnderWay<V> {

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.arriving(this);
        }
    }

    /**
     * Its chunks are all there; it waits for a fact that is not known yet, such as its base version, or a receipt.
     *
     * @param arrival its manifest and payload
     * @param atLast  the refusal that it gets when it has waited for too long
     * @param <V>     values that its payload becomes
     */
    record Deferred<V>(Arrival<V> arrival, Refusal atLast) implements UnderWay<V> {

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.deferred(this);
        }

        @Override
        public long heldUntilMs(FederationSettings settings) {
            return manifest().waitsUntilMs(begunAtMs(), settings);
        }
    }

    /**
     * Nothing speaks against it but perhaps its values, which are being measured.
     *
     * @param arrival   its manifest and payload
     * @param wholeAtMs wall-clock time at which nothing was missing any more
     * @param <V>       values that its payload becomes
     */
    record Whole<V>(Arrival<V> arrival, long wholeAtMs) implements UnderWay<V> {

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.whole(this);
        }
    }
}
