package dev.tributary.aggregator.round.machine;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.masked.Digest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A masked round that has closed and waits for the sum of its masks. Its members are those of the partial sums between the
 * closed ones and {@code lastSequences}, but for the ones taken out.
 *
 * @param version       version in the request: the one about to be published when it was first asked
 * @param listDigest    digest of the list that was asked for last
 * @param reason        why the round closed
 * @param times         times of the round
 * @param lastSequences by partition of {@code updates}: number of its last partial sum in the round; copied
 * @param takenOut      update ids of members that the mask helper does not release; copied
 * @param askedAtMs     wall-clock time at which it was asked for last
 */
public record PendingRelease(
        long version,
        Digest listDigest,
        CloseReason reason,
        RoundTimes times,
        Map<Integer, Long> lastSequences,
        Set<String> takenOut,
        long askedAtMs) {

    /** Copies the collections. */
    public PendingRelease {
        lastSequences = Map.copyOf(lastSequences);
        takenOut = Set.copyOf(takenOut);
    }

    PendingRelease without(Set<String> members) {
        Set<String> all = new HashSet<>(takenOut);
        all.addAll(members);
        return new PendingRelease(version, listDigest, reason, times, lastSequences, all, askedAtMs);
    }
}
