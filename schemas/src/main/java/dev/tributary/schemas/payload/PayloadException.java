package dev.tributary.schemas.payload;

/** A payload that differs from its manifest. Caught where records are read; the update is then rejected. */
public final class PayloadException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kinds of damage, for the choice of a rejection reason. */
    public enum Flaw {
        /** The length does not fit the number of parameters. */
        LENGTH,
        /** The digest or a chunk's checksum does not match. */
        DIGEST,
        /** A chunk is missing or out of order. */
        MISSING_CHUNK,
        /** There are more chunks or bytes than the manifest says. */
        EXCESS,
        /** A value is infinite or not a number. */
        NON_FINITE,
        /** A count, an index or a scale is not one that the encoding allows. */
        MALFORMED
    }

    private final Flaw flaw;

    /**
     * @param flaw    kind of damage
     * @param message which thing, which bound, which value
     */
    public PayloadException(Flaw flaw, String message) {
        super(message);
        this.flaw = flaw;
    }

    /**
     * Gives the kind of damage.
     *
     * @return the flaw
     */
    public Flaw flaw() {
        return flaw;
    }
}
