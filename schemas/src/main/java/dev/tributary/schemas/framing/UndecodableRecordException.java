package dev.tributary.schemas.framing;

/** Bytes that are not a record of ours. Caught where records are read; never reaches a stream thread. */
public final class UndecodableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: the flaw of the bytes
     */
    public UndecodableRecordException(String message) {
        super(message);
    }

    /**
     * @param message one line: the flaw of the bytes
     * @param cause   the exception of the decoder
     */
    public UndecodableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
