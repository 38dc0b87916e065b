package dev.tributary.log.registry;

/** The registry did not answer as asked. Its message is one line for a person, without a secret in it. */
final class RegistryFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    /** HTTP status of the answer, or 0 if there was none. */
    private final int status;

    RegistryFailure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Says whether the registry answered that it does not have the schema or subject. */
    boolean isAbsence() {
        return status == NOT_FOUND;
    }

    /** Says whether the registry refused the schema. */
    boolean isRefusal() {
        return status == CONFLICT || status == UNPROCESSABLE;
    }
}
