package dev.tributary.maskhelper.ledger;

import dev.tributary.schemas.masked.Digest;
import java.util.Optional;

/**
 * Promise that the helper puts down outside the ledger before it answers: how many releases the ledger will have, and the list of
 * the last. From it a ledger shows that is gone, or shorter than before, whatever became of state directory and changelog.
 *
 * <pre>
 *   releases in the ledger, n promised     meaning
 *   n or more                              nothing is missing
 *   n − 1                                  the last answer's transaction was aborted, or the ledger was cut by it:
 *                                          only the promised list may come next
 *   fewer, or another ledger, or none      releases are missing: the epoch must end
 * </pre>
 *
 * @param ledgerId id of the ledger
 * @param releases releases that it has with the promised one
 * @param list     digest of the promised list; empty if none may follow but from n releases on
 */
public record PromisedRelease(String ledgerId, long releases, Optional<Digest> list) {

    /** Says whether a ledger misses releases. */
    boolean isBroken(String id, long recorded) {
        return !ledgerId.equals(id) || recorded < releases - 1;
    }

    /** Says whether a list may follow so many releases. */
    boolean allows(long recorded, Digest digest) {
        return recorded >= releases || list.filter(digest::equals).isPresent();
    }
}
