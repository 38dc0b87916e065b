package dev.tributary.aggregator.round;

import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.Digest;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The mask helper's part in a federation without masks, where every mask is zero: the noise of a release, and when it may
 * be added. The list of members must be committed first, so that no crash leads to another list with noise of its own over
 * nearly the same sum. Not thread-safe.
 */
final class MaskZero {

    /**
     * A commit that was asked for happens in the turn of the thread in which it was asked for, after the ticks of that
     * turn; so the second tick from then on may still be before it where the first one is, and the third is not.
     */
    private static final int TICKS_TO_COMMIT = 3;

    private final RoundStage.Wiring wiring;
    private final VersionLedger ledger;
    private int ticks;

    MaskZero(RoundStage.Wiring wiring, VersionLedger ledger) {
        this.wiring = wiring;
        this.ledger = ledger;
    }

    /** Begins to wait for the commit of a list. */
    void fixed() {
        ticks = 0;
    }

    /** Says, once for each tick, whether the list is committed. */
    boolean isCommitted() {
        ticks++;
        return ticks >= TICKS_TO_COMMIT;
    }

    /** Adds the noise of a release to its sum. */
    void addNoise(WordSum sum, PrivacySettings privacy, Digest listDigest) {
        wiring.keys().noise().orElseThrow().addTo(sum, privacy.drawnNoiseScale(), listDigest);
    }

    /** Counts a release for each of its clients, whatever becomes of its sum: it can be seen from now on. */
    void account(PrivacySettings privacy, RoundWindow released, long version) {
        if (privacy.isNoised()) {
            Map<String, Integer> weights = released.members().stream()
                    .collect(
                            Collectors.toMap(UpdateMember::getClientId, member -> (int) member.getAggregationWeight()));
            ledger.account().released(privacy, weights, version);
        }
    }
}
