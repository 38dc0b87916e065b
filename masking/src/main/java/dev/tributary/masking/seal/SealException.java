package dev.tributary.masking.seal;

/** A sealed seed that is not good. Its message is one line and tells nothing of the content. */
public final class SealException extends Exception {

    private static final long serialVersionUID = 1;

    private final SealFlaw flaw;

    SealException(SealFlaw flaw) {
        super("a sealed seed must be good, was " + flaw);
        this.flaw = flaw;
    }

    /**
     * Gives the kind of flaw.
     *
     * @return the flaw
     */
    public SealFlaw flaw() {
        return flaw;
    }
}
