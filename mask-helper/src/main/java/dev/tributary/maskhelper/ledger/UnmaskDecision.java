package dev.tributary.maskhelper.ledger;

import dev.tributary.schemas.masked.Digest;
import java.util.List;

/** Decision on a request. */
public sealed interface UnmaskDecision permits UnmaskDecision.Release, UnmaskDecision.Refusal {

    /**
     * The sum is to be answered; the ledger says so already.
     *
     * @param listDigest digest of the list
     * @param members    the members' seeds, in the order of the list
     * @param weights    their weights, in the same order; not to be changed
     * @param isNew      whether it was released only now; else the same answer is given again
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    record Release(Digest listDigest, List<SeedEntry> members, int[] weights, boolean isNew)
            implements UnmaskDecision {}

    /**
     * Nothing is released, and nothing has changed.
     *
     * @param reason    why
     * @param updateIds the members that the reason is about; may be empty
     */
    record Refusal(RequestRefusal reason, List<String> updateIds) implements UnmaskDecision {}
}
