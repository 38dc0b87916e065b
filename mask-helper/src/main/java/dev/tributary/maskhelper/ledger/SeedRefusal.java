package dev.tributary.maskhelper.ledger;

/** Why a seed is refused; {@code docs/protocol-masked.md}, section 7, says each. */
public enum SeedRefusal {
    /** Header or envelope is not as the protocol says. */
    MALFORMED,
    /** The header is of another federation. */
    WRONG_FEDERATION,
    /** The client followed other privacy settings. */
    SETTINGS_MISMATCH,
    /** No such epoch key lives. */
    UNKNOWN_KEY,
    /** Its time is over, or longer than allowed. */
    EXPIRED,
    /** It has been seen. */
    REPLAYED,
    /** The epoch key does not open it with this header. */
    UNOPENABLE,
    /** The certificate does not count. */
    BAD_CERTIFICATE,
    /** The certificate was revoked. */
    REVOKED,
    /** The client did not sign this header. */
    BAD_SIGNATURE,
    /** The client has a good seed for this purpose and version. */
    UNDER_WAY,
    /** The client has taken part as often as it may, or as its budget lets it. */
    PARTICIPATION_CAP,
    /** The client took part too short a time ago. */
    SEPARATION
}
