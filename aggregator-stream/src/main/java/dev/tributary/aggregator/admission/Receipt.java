package dev.tributary.aggregator.admission;

import dev.tributary.schemas.masked.Digest;

/**
 * The mask helper's word on the seed of a masked update.
 *
 * @param headerDigest digest of the header that came with the seed
 * @param refusal      its reason to refuse the seed; empty if the seed is good
 * @param decidedAtMs  when it decided, by its clock
 */
public record Receipt(Digest headerDigest, String refusal, long decidedAtMs) {

    /**
     * Says whether the update may be admitted.
     *
     * @return whether the seed is good
     */
    public boolean isGood() {
        return refusal.isEmpty();
    }
}
