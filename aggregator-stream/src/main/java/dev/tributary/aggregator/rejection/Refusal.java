package dev.tributary.aggregator.rejection;

/**
 * The answer to an update that may not join a sum.
 *
 * @param reason why
 * @param detail one line: which field, which bound, which value; at most {@value #MAX_DETAIL_LENGTH} characters
 */
public record Refusal(RejectionReason reason, String detail) {

    /** Greatest length of a detail. */
    public static final int MAX_DETAIL_LENGTH = 300;

    /** Cleans and shortens the detail: it may quote a stranger. */
    public Refusal {
        detail = ShownText.of(detail, MAX_DETAIL_LENGTH);
    }
}
