package dev.tributary.aggregator.admission;

/**
 * The answer to an update that may not join a sum.
 *
 * @param reason why
 * @param detail one line: which field, which bound, which value; at most {@value #MAX_DETAIL_LENGTH} characters
 */
record Refusal(RejectionReason reason, String detail) {

    static final int MAX_DETAIL_LENGTH = 300;

    /** Shortens the detail: it may quote what a stranger sent. */
    Refusal {
        if (detail.length() > MAX_DETAIL_LENGTH) {
            detail = detail.substring(0, MAX_DETAIL_LENGTH - 1) + "…";
        }
    }
}
