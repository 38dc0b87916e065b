package dev.tributary.maskhelper.ledger;

/** Why a request releases nothing; {@code docs/protocol-masked.md}, section 7, says each. */
public enum RequestRefusal {
    /** Request id, purpose or number of members is not as the protocol says. */
    MALFORMED_REQUEST,
    /** The request id was released with another list. */
    ROUND_RELEASED,
    /** A member has no seed. */
    UNKNOWN_MEMBER,
    /** A member's time is over. */
    MEMBER_EXPIRED,
    /** A member is in another release. */
    MEMBER_RELEASED,
    /** A member's seed was refused. */
    MEMBER_REFUSED,
    /** A member's header or purpose is not that of its seed. */
    HEADER_MISMATCH,
    /** A version is not one that a member can have been weighed at, or a later release came before. */
    FORGED_VERSION,
    /** A member is too stale to count. */
    TOO_STALE,
    /** The members are not of one shape. */
    MIXED_SHAPES,
    /** Too few members. */
    BELOW_THRESHOLD,
    /** Two members of one client. */
    SECOND_MEMBER_OF_CLIENT,
    /** Too many members. */
    TOO_MANY_MEMBERS,
    /** A few members outweigh the rest. */
    UNEVEN_WEIGHTS,
    /** The sum could run over. */
    OVERFLOW,
    /** A client has spent its budget, or taken part as often as it may. */
    CLIENT_SPENT,
    /** The ledger has broken its promise: see its epoch. */
    EPOCH_ENDED
}
