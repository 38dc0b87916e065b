package dev.tributary.schemas;

/**
 * Something that a person has to put right: a setting, a file, a topic, a permission. Its message is the one line that
 * the person sees: which thing, which bound, which value, what to do.
 *
 * <p>Records that are refused are not exceptions; see the rejections of stage 1.
 */
public class FederationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for a person
     */
    public FederationException(String message) {
        super(message);
    }

    /**
     * @param message one line for a person
     * @param cause   the exception that was caught, shown with {@code --verbose} only
     */
    public FederationException(String message, Throwable cause) {
        super(message, cause);
    }
}
