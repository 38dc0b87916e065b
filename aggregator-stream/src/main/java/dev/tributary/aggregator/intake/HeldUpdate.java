package dev.tributary.aggregator.intake;

import dev.tributary.federation.settings.FederationSettings;

/**
 * An update of which something is held: it is under way, or it was refused and chunks of it are still to come.
 *
 * <pre>
 *   first record
 *      │ good: held                                      refused, more to come
 *      ▼                                                        │
 *   Arriving ──last chunk, a fact is not known yet──▶ Deferred  │
 *      │  │                                            │    │   │
 *      │  └──last chunk──▶ Whole ◀──the fact is known──┘    │   │
 *      │                     │                              │   │
 *      │                     └──measured: admitted ─▶ out   │   │
 *      │                     │                              │   │
 *      │ flaw, timeout,      │ flaw, values                 │ timeout, too many of a client,
 *      │ eviction, too many  │                              │ eviction, a chunk too many
 *      ▼                     ▼                              ▼   ▼
 *   ─────────────────────── refused: {@link RefusedUpdate} ───────────────────────
 *      │ more to come                            │ all announced records have come
 *      ▼                                         ▼
 *   PassedOver ──last chunk──────────────▶ AllCome, remembered by id alone, one for each client
 *      │  ▲                                      │
 *      │  └──────another record of it────────────┘
 *      └──timeout, eviction ─▶ out
 * </pre>
 *
 * <p>An {@code Arriving} update whose client sends its manifest again is dropped without a word: it begins anew.
 */
public sealed interface HeldUpdate permits UnderWay, RefusedUpdate.PassedOver {

    /**
     * Bytes that an entry takes beside its chunks: a manifest with ids of 64 characters and 16 metrics, and a digest in
     * the making. So a flood of empty ones is bounded too.
     */
    long ENTRY_BYTES = 4096;

    /** Bytes that a chunk takes beside its content, views of it among them, so that a flood of tiny ones is bounded too. */
    int CHUNK_BYTES = 256;

    /**
     * Names its client.
     *
     * @return the client id, as it is remembered
     */
    String clientId();

    /**
     * Names it.
     *
     * @return its id, as it is remembered
     */
    String updateId();

    /**
     * Tells where it begins.
     *
     * @return offset of its first record that is known
     */
    long offset();

    /**
     * Tells since when it is held, or passed over.
     *
     * @return wall-clock time in milliseconds
     */
    long begunAtMs();

    /**
     * Says until when it may be held.
     *
     * @param settings settings in force
     * @return wall-clock time in milliseconds
     */
    default long heldUntilMs(FederationSettings settings) {
        return begunAtMs() + settings.admission().holdTimeout().toMillis();
    }

    /**
     * Counts what it takes.
     *
     * @return bytes in memory
     */
    long bytes();

    /**
     * Answers by state.
     *
     * @param cases answers for each
     * @param <T>   the answer
     * @return the answer of the one that fits
     */
    <T> T fold(Cases<T> cases);

    /**
     * An answer for each state. A new state does not compile before all its users know it.
     *
     * @param <T> the answer
     */
    interface Cases<T> {

        /**
         * Answers for an update whose chunks are coming.
         *
         * @param update the update
         * @return the answer
         */
        T arriving(UnderWay.Arriving<?> update);

        /**
         * Answers for an update that waits for a fact.
         *
         * @param update the update
         * @return the answer
         */
        T deferred(UnderWay.Deferred<?> update);

        /**
         * Answers for an update that is being measured.
         *
         * @param update the update
         * @return the answer
         */
        T whole(UnderWay.Whole<?> update);

        /**
         * Answers for an update that was refused.
         *
         * @param update the update
         * @return the answer
         */
        T passedOver(RefusedUpdate.PassedOver update);
    }
}
