package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.RejectedUpdate;

/** Outcomes of updates: told once for each, at once, in the order of the decisions. */
public interface AdmissionOutcomes {

    /**
     * An update may join the open partial sum.
     *
     * @param update    the update
     * @param offset    offset of its first record
     * @param wholeAtMs wall-clock time at which its last chunk came
     */
    void admitted(Admitted update, long offset, long wholeAtMs);

    /**
     * Says how many updates can be admitted before one of them does more than to join the open partial sum.
     *
     * @return the number; 0 or 1 if the next one does
     */
    int remaining();

    /**
     * An update was refused.
     *
     * @param rejected the part of it that is known, and why
     */
    void rejected(RejectedUpdate rejected);
}
