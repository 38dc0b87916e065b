package dev.tributary.log.models;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;

/**
 * How a federation takes updates when it begins, which its clients are told together with version 0: without it a client
 * that comes before the first aggregator would have to guess.
 *
 * @param mode         {@code ASYNC} or {@code SYNC}
 * @param samplingRate in {@code SYNC} the part of all clients in the first cohort, above 0 and at most 1; otherwise 1
 */
public record OpeningMode(RoundMode mode, double samplingRate) {

    /** Updates on older versions count too, and every client may send. */
    public static final OpeningMode ASYNC = new OpeningMode(RoundMode.ASYNC, 1);

    /** Checks the bounds named above. */
    public OpeningMode {
        if (mode == RoundMode.UNKNOWN) {
            throw new IllegalArgumentException("mode must be ASYNC or SYNC, was " + mode);
        }
        // Written so that NaN is refused as well.
        if (!(samplingRate > 0 && samplingRate <= 1) || (mode == RoundMode.ASYNC && samplingRate != 1)) {
            throw new IllegalArgumentException(
                    "samplingRate must be above 0 and at most 1, and 1 in ASYNC, was " + samplingRate + " in " + mode);
        }
    }

    /**
     * Takes it from settings.
     *
     * @param isSync       whether only the cohort's updates on the newest version count
     * @param samplingRate part of all clients in a cohort; of no account if not {@code isSync}
     * @return the mode
     */
    public static OpeningMode of(boolean isSync, double samplingRate) {
        return isSync ? new OpeningMode(RoundMode.SYNC, samplingRate) : ASYNC;
    }

    /** Makes the record that clients read, as of version 0. */
    FederationState state(long nowMs) {
        return new FederationState(0L, mode, samplingRate, false, "", nowMs);
    }
}
