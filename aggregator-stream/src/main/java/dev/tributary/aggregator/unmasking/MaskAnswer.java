package dev.tributary.aggregator.unmasking;

import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.masked.Digest;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A whole answer of the mask helper, of which the signature holds.
 *
 * @param manifest its manifest
 * @param words    the sum of the masks as little-endian words, from position to limit; empty if refused
 */
public record MaskAnswer(MaskSum manifest, ByteBuffer words) {

    /**
     * Says whether it answers a list.
     *
     * @param requestId  id of the request
     * @param listDigest digest of the list that was asked for last
     * @return whether both are those of the answer
     */
    public boolean answers(String requestId, Digest listDigest) {
        return manifest.getRequestId().equals(requestId)
                && Digest.of(manifest.getListDigest()).equals(listDigest);
    }

    /**
     * Says whether the sum is here.
     *
     * @return whether the list was released
     */
    public boolean isReleased() {
        return manifest.getVerdict() == UnmaskVerdict.RELEASED;
    }

    /**
     * Names the members that a refusal is about.
     *
     * @return their update ids, may be empty
     */
    public Set<String> members() {
        return Set.copyOf(manifest.getMemberIds());
    }

    /** Shape alone. */
    @Override
    public String toString() {
        return "MaskAnswer[" + manifest.getRequestId() + ", " + manifest.getVerdict() + "]";
    }
}
