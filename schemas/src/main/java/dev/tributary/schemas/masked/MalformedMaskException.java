package dev.tributary.schemas.masked;

/** Bytes of the masked protocol that are not as the protocol says. Its message is one line and holds no secret. */
public final class MalformedMaskException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Names the flaw.
     *
     * @param message one line
     */
    public MalformedMaskException(String message) {
        super(message);
    }

    /**
     * Names the flaw.
     *
     * @param message one line
     * @param cause   where it showed itself
     */
    public MalformedMaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
