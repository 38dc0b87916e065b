package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the ids of an update are ids, and its record has the key of its client. */
public final class IdentityCheck {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private IdentityCheck() {}

    /**
     * Says whether a text can be the id of a client or of an update.
     *
     * @param text the text
     * @return whether it can
     */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static Optional<Refusal> check(String key, String clientId, String updateId) {
        if (!isId(clientId)) {
            return refuse(RejectionReason.MALFORMED_MANIFEST, "clientId must match " + ID, clientId);
        }
        if (!clientId.equals(key)) {
            return refuse(RejectionReason.CLIENT_ID_MISMATCH, "clientId must equal the record's key " + key, clientId);
        }
        if (!isId(updateId)) {
            return refuse(RejectionReason.MALFORMED_MANIFEST, "updateId must match " + ID, updateId);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(RejectionReason reason, String bound, String value) {
        return Optional.of(new Refusal(reason, bound + ", was " + value));
    }
}
