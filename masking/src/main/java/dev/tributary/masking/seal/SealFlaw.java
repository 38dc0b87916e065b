package dev.tributary.masking.seal;

/** Why a sealed seed is not good, as far as it shows in itself. */
public enum SealFlaw {
    /** The epoch key does not open it with this header. */
    UNOPENABLE,
    /** The content is no envelope. */
    MALFORMED,
    /** The authority did not sign the certificate, or not for this federation and client, or it is over. */
    BAD_CERTIFICATE,
    /** The client did not sign this header. */
    BAD_SIGNATURE
}
