package dev.tributary.aggregator.admission;

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

    private static final int MAX_ID_LENGTH = 64;

    /** Shortens what a stranger sent. */
    public RejectedUpdate {
        clientId = shorten(clientId);
        updateId = shorten(updateId);
    }

    private static String shorten(String id) {
        String shown = id == null ? "" : id;
        return shown.length() <= MAX_ID_LENGTH ? shown : shown.substring(0, MAX_ID_LENGTH);
    }
}
