package dev.tributary.aggregator.rejection;

/** Why an update, or a command, was refused. {@code docs/protocol-clients.md} tells a client's author what to do about each. */
public enum RejectionReason {
    /** The record is not one of ours, or not one that belongs on the topic of updates. */
    UNDECODABLE,
    /** The client id in the manifest is not the record's key. */
    CLIENT_ID_MISMATCH,
    /** The record is not in the partition that Kafka's default gives to the client's key. */
    WRONG_PARTITION,
    /** A field of the manifest is out of its bounds. */
    MALFORMED_MANIFEST,
    /** This release has no codec for the encoding. */
    UNSUPPORTED_ENCODING,
    /** No such model version was published. */
    UNKNOWN_BASE_VERSION,
    /** The base version is older than round.maxStaleness allows; in sync mode it is not the newest one. */
    STALE_VERSION,
    /** The base version was rolled back. */
    ROLLED_BACK,
    /** In sync mode the client is not in the version's cohort. */
    NOT_IN_COHORT,
    /** The federation is done: no further version will come. */
    FEDERATION_STOPPED,
    /** An update of the client with this id was admitted before. */
    DUPLICATE_UPDATE,
    /** Another update of this client for this version was admitted before. */
    SECOND_UPDATE,
    /** The update is in the clear where updates must be masked, or masked where they must not. */
    MASKING_MISMATCH,
    /** The client followed other privacy settings than those in force. */
    SETTINGS_MISMATCH,
    /** The masked vector is for something that this release does not sum. */
    UNSUPPORTED_PURPOSE,
    /** The mask helper refused the seed, or it is that of another header. */
    SEED_REFUSED,
    /** The mask helper said nothing of the seed before it expired. */
    RECEIPT_MISSING,
    /** No round had room for the masked update before its seed expired. */
    ROUND_FULL,
    /** The delta has another layout than the model. */
    LAYOUT_MISMATCH,
    /** The payload's length does not fit the number of parameters. */
    LENGTH_MISMATCH,
    /** The payload is longer than any update of this model can be. */
    TOO_LARGE,
    /** The example count is below 1 or above admission.maxExampleCount. */
    EXAMPLE_COUNT_OUT_OF_RANGE,
    /** Digest or checksum does not match the bytes. */
    DIGEST_MISMATCH,
    /** A chunk did not come, or came without its manifest. */
    MISSING_CHUNKS,
    /** More chunks or bytes came than the manifest says. */
    EXCESS_CHUNKS,
    /** A count, an index or a scale in the payload is not one that its encoding allows. */
    MALFORMED_PAYLOAD,
    /** A value of the delta is infinite or not a number. */
    NON_FINITE,
    /** The L2 norm of the delta is above admission.maxDeltaNorm. */
    NORM_TOO_LARGE,
    /** More incomplete updates came than admission.maxHeldBytes allows to hold. */
    TOO_MUCH_HELD,
    /** With noise: the round has an update of the client already. */
    CLIENT_IN_ROUND,
    /** With noise: the client has been in as many releases as privacy.participationCap allows. */
    PARTICIPATION_CAP,
    /** With noise: the client's last release is less than privacy.separation versions ago. */
    SEPARATION,
    /** With noise: the client's epsilon would pass privacy.epsilonBudget. */
    BUDGET_SPENT,
    /** Not an update but an operator's command cannot be carried out. */
    COMMAND_REFUSED
}
