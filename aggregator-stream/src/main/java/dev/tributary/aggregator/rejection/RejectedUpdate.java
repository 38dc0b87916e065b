package dev.tributary.aggregator.rejection;

/**
 * A refused update, without its payload.
 *
 * @param reason      why
 * @param detail      one line: which field, which bound, which value
 * @param clientId    client id in the record, empty when none could be read
 * @param updateId    update id in the record, empty when none could be read
 * @param baseVersion base version in the record, -1 when none could be read
 * @param offset      offset of its first record that is known
 */
public record RejectedUpdate(
        RejectionReason reason, String detail, String clientId, String updateId, long baseVersion, long offset) {

    /** Cleans and shortens a stranger's text. */
    public RejectedUpdate {
        clientId = ShownText.of(clientId, RememberedId.MAX_LENGTH);
        updateId = ShownText.of(updateId, RememberedId.MAX_LENGTH);
    }

    /**
     * Says it in other words.
     *
     * @param other another detail
     * @return the same otherwise
     */
    public RejectedUpdate withDetail(String other) {
        return new RejectedUpdate(reason, other, clientId, updateId, baseVersion, offset);
    }
}
