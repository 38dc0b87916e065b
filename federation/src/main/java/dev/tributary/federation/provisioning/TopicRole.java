package dev.tributary.federation.provisioning;

/** Purpose of a topic. */
public enum TopicRole {
    /** Model updates of the clients. */
    UPDATES,
    /** Partial sums between the stages. */
    PARTIALS,
    /** Results of rounds. */
    ROUNDS,
    /** The newest versions of the global model. */
    MODEL,
    /** Refused updates. */
    REJECTIONS,
    /** Clients' evaluations of versions. */
    EVALUATIONS,
    /** Operators' commands to the round window. */
    CONTROL,
    /** Sealed seeds of masks. */
    SEEDS,
    /** The mask helper's word on each seed. */
    RECEIPTS,
    /** The aggregator's requests for sums of masks. */
    UNMASK,
    /** Sums of masks. */
    MASK_SUMS,
    /** Public keys of the mask helper. */
    HELPER_KEYS,
    /** Revocations of the enrolment authority. */
    ENROLMENT,
    /** Changelog of the mask helper's ledger; an internal topic of Kafka Streams. */
    LEDGER_CHANGELOG,
    /** Changelog of stage 1's store; an internal topic of Kafka Streams. */
    ADMISSION_CHANGELOG,
    /** Changelog of stage 2's store; an internal topic of Kafka Streams. */
    ROUND_CHANGELOG,
    /** Changelog of who has reported on which version; an internal topic of Kafka Streams. */
    EVALUATION_REPORTS_CHANGELOG,
    /** Changelog of the sums of reports on a version; an internal topic of Kafka Streams. */
    EVALUATION_WINDOWS_CHANGELOG;

    /**
     * Tells the topics that Kafka Streams keeps for itself.
     *
     * @return whether it is one of them
     */
    public boolean isInternal() {
        return switch (this) {
            case ADMISSION_CHANGELOG,
                    ROUND_CHANGELOG,
                    EVALUATION_REPORTS_CHANGELOG,
                    EVALUATION_WINDOWS_CHANGELOG,
                    LEDGER_CHANGELOG -> true;
            default -> false;
        };
    }

    /** Says whether the topic is a write-ahead log: a record deleted from it too early is lost. */
    public boolean isWriteAheadLog() {
        return this == UPDATES || this == PARTIALS;
    }
}
