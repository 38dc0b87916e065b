package dev.tributary.maskhelper.topology;

import dev.tributary.schemas.avro.HelperKey;

/**
 * Hears of the mask helper's decisions, for metrics. Called by the stream thread, as decisions are made: one whose
 * transaction is aborted is told again when it is made again.
 */
public interface HelperEvents {

    /** Hears nothing. */
    HelperEvents NONE = new HelperEvents() {};

    /**
     * A sealed seed was decided on.
     *
     * @param reason why it was refused, in upper case; {@code GOOD} if it was not
     */
    default void onSeed(String reason) {}

    /**
     * A request was answered.
     *
     * @param reason why it was refused, in upper case; {@code RELEASED} if it was not
     */
    default void onRequest(String reason) {}

    /**
     * A key was announced.
     *
     * @param key the announcement
     */
    default void onKey(HelperKey key) {}

    /** An epoch ended before its time, since the ledger was gone or shorter than promised. */
    default void onLedgerLost() {}
}
