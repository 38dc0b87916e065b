package dev.tributary.schemas.framing;

/** Bytes that are not a record of ours. Caught where records are read; never reaches a stream thread. */
public final class UndecodableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    UndecodableRecordException(String message) {
        super(message);
    }

    UndecodableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
