package dev.tributary.maskhelper.ledger;

import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MemberList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Stands before the {@link ReleaseLedger} and ends the epoch when the ledger breaks the promise: better a lost round
 * than a second release.
 *
 * <p>Not thread-safe.
 */
public final class LedgerGuard {

    private final String federation;
    private final LedgerStore store;
    private final ReleaseLedger releases;
    private final PromiseKeeper promises;
    private final LongConsumer epochEnd;

    /**
     * Guards a ledger.
     *
     * @param federation name of the federation
     * @param store      entries of the ledger
     * @param releases   the ledger
     * @param promises   where promises are kept
     * @param epochEnd   destroys every epoch key that lives and makes a new one, at a time; seeds of the old ones expire
     */
    public LedgerGuard(
            String federation,
            LedgerStore store,
            ReleaseLedger releases,
            PromiseKeeper promises,
            LongConsumer epochEnd) {
        this.federation = federation;
        this.store = store;
        this.releases = releases;
        this.promises = promises;
        this.epochEnd = epochEnd;
    }

    /**
     * Compares the ledger with the promise, before anything is answered from it.
     *
     * @param nowMs the time
     */
    public void begin(long nowMs) {
        Optional<PromisedRelease> promise = promises.newest();
        if (promise.isPresent() && promise.get().isBroken(store.id(), store.releases())) {
            endEpoch(nowMs);
        }
    }

    private void endEpoch(long nowMs) {
        epochEnd.accept(nowMs);
        promises.keep(new PromisedRelease(store.id(), store.releases(), Optional.empty()));
    }

    /**
     * Decides on a request. When it returns a release, the promise of it is down already.
     *
     * @param list  the members
     * @param nowMs the time
     * @return the decision
     */
    public UnmaskDecision onRequest(MemberList list, long nowMs) {
        Digest digest = list.digest(federation);
        long before = store.releases();
        UnmaskDecision decision = releases.onRequest(list, nowMs);
        if (!(decision instanceof UnmaskDecision.Release release) || !release.isNew()) {
            return decision;
        }
        Optional<PromisedRelease> promise = promises.newest();
        if (promise.isPresent() && !promise.get().allows(before, digest)) {
            // The ledger takes these members for released, and nobody has their sum: they are lost with their epoch.
            endEpoch(nowMs);
            return new UnmaskDecision.Refusal(RequestRefusal.EPOCH_ENDED, List.of());
        }
        promises.keep(new PromisedRelease(store.id(), store.releases(), Optional.of(digest)));
        return decision;
    }
}
