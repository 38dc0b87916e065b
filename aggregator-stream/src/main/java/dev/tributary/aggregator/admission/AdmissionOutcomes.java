package dev.tributary.aggregator.admission;

import dev.tributary.schemas.avro.ModelUpdate;

/** What becomes of updates: told once for each, at once, in the order of the decisions. */
public interface AdmissionOutcomes {

    /**
     * An update may join the open partial sum.
     *
     * @param manifest  its manifest
     * @param offset    offset of its first record
     * @param delta     its delta, all finite; the callee must not keep it: the next update overwrites it
     * @param staleness versions published since its base version, 0 or more
     */
    void admitted(ModelUpdate manifest, long offset, float[] delta, long staleness);

    /**
     * During recovery, an update is complete again that had joined the open partial sum before.
     *
     * @param manifest its manifest
     * @param offset   offset of its first record
     * @param delta    its delta; the callee must not keep it
     */
    void readmitted(ModelUpdate manifest, long offset, float[] delta);

    /**
     * An update was refused.
     *
     * @param rejected what is known of it, and why
     */
    void rejected(RejectedUpdate rejected);
}
