package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.avro.ModelUpdate;

/** What becomes of updates: told once for each, at once, in the order of the decisions. */
public interface AdmissionOutcomes {

    /**
     * An update may join the open partial sum.
     *
     * @param manifest  its manifest
     * @param offset    offset of its first record
     * @param delta     its delta, all finite
     * @param staleness versions published since its base version, 0 or more
     * @param wholeAtMs wall-clock time at which its last chunk came
     */
    void admitted(ModelUpdate manifest, long offset, FloatVector delta, long staleness, long wholeAtMs);

    /**
     * Says how many updates can be admitted before one of them does more than to join the open partial sum.
     *
     * @return the number; 0 or 1 if the next one does
     */
    int remaining();

    /**
     * During recovery, an update is complete again that had joined the open partial sum before.
     *
     * @param manifest its manifest
     * @param offset   offset of its first record
     * @param delta    its delta
     */
    void readmitted(ModelUpdate manifest, long offset, FloatVector delta);

    /**
     * An update was refused.
     *
     * @param rejected what is known of it, and why
     */
    void rejected(RejectedUpdate rejected);
}
