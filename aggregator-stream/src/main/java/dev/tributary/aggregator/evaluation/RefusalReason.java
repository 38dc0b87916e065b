package dev.tributary.aggregator.evaluation;

/** Why a client's report on a version does not count. Refused reports are counted and logged by reason. */
public enum RefusalReason {
    /** The value is no {@code Evaluation}. */
    UNDECODABLE,
    /** A field is out of its bounds: the client id, the example count, a metric. */
    MALFORMED,
    /** The record's key is not the version. */
    KEY_MISMATCH,
    /** No such version was published, or none is known yet. */
    UNKNOWN_VERSION,
    /** Too many versions were published since. */
    OLD_VERSION,
    /** The client has reported on the version. */
    SECOND_REPORT,
    /** The version has as many reports as can be remembered. */
    TOO_MANY_REPORTS
}
