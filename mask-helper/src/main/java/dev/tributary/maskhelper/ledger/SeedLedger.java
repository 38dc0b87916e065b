package dev.tributary.maskhelper.ledger;

import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The ledger's first half: which seeds are good.
 *
 * <p>Not thread-safe: one instance belongs to one task.
 */
public final class SeedLedger {

    /** Longer than clocks of the helper's machines differ. */
    private static final long REMEMBERED_MS = Duration.ofDays(1).toMillis();

    private final LedgerRules rules;
    private final LedgerStore store;
    private final SeedCheck check;
    private final Participation participation;

    /**
     * Opens the ledger.
     *
     * @param rules its rules
     * @param store its entries
     * @param check the check that needs keys
     */
    public SeedLedger(LedgerRules rules, LedgerStore store, SeedCheck check) {
        this.rules = rules;
        this.store = store;
        this.check = check;
        this.participation = new Participation(rules.privacy(), store);
    }

    /**
     * Decides on a seed that came.
     *
     * @param clientId     client that the record says it is of
     * @param header       its header
     * @param headerDigest digest of the header bytes
     * @param sealed       the sealed seed; kept
     * @param nowMs        the time
     * @return why it is refused; empty if it is good
     */
    public Optional<SeedRefusal> onSeed(
            String clientId, MaskedHeader header, Digest headerDigest, byte[] sealed, long nowMs) {
        SeedEntry entry =
                new SeedEntry(clientId, header, headerDigest, Digest.hash(sealed), sealed, nowMs, new SeedState.Good());
        if (isSameAgain(entry)) {
            return Optional.empty();
        }
        Optional<SeedRefusal> foreign = againstTheHeader(header, nowMs).or(() -> seen(entry));
        if (foreign.isPresent()) {
            return foreign;
        }
        SeedCheck.Finding finding = check.check(entry);
        if (finding.refusal() != null) {
            return Optional.of(finding.refusal());
        }
        Optional<SeedRefusal> refusal = againstTheClient(entry, finding.serial());
        remember(entry, refusal);
        return refusal;
    }

    /** A client that did not hear from the broker sends the very same record again. */
    private boolean isSameAgain(SeedEntry entry) {
        Optional<SeedEntry> before = store.seed(entry.updateId());
        return before.isPresent()
                && before.get().state() instanceof SeedState.Good
                && before.get().clientId().equals(entry.clientId())
                && before.get().headerDigest().equals(entry.headerDigest())
                && Arrays.equals(before.get().sealed(), entry.sealed());
    }

    private Optional<SeedRefusal> againstTheHeader(MaskedHeader header, long nowMs) {
        if (!header.federation().equals(rules.federation())) {
            return Optional.of(SeedRefusal.WRONG_FEDERATION);
        }
        if (!header.settingsFingerprint().equals(rules.settingsFingerprint())
                || header.wordBits() != rules.privacy().wordBits()) {
            return Optional.of(SeedRefusal.SETTINGS_MISMATCH);
        }
        long keyEnd = check.keyExpiresAtMs(header.helperKeyId());
        if (keyEnd < 0) {
            return Optional.of(SeedRefusal.UNKNOWN_KEY);
        }
        long latest = Math.min(keyEnd, nowMs + rules.privacy().seedLifetime().toMillis());
        boolean isOver = header.expiresAtMs() <= nowMs || header.expiresAtMs() > latest;
        return isOver ? Optional.of(SeedRefusal.EXPIRED) : Optional.empty();
    }

    private Optional<SeedRefusal> seen(SeedEntry entry) {
        boolean isSeen = store.seed(entry.updateId()).isPresent()
                || store.seen(entry.headerDigest()).isPresent()
                || store.seen(entry.sealDigest()).isPresent();
        return isSeen ? Optional.of(SeedRefusal.REPLAYED) : Optional.empty();
    }

    private Optional<SeedRefusal> againstTheClient(SeedEntry entry, String serial) {
        if (store.isRevoked(serial)) {
            return Optional.of(SeedRefusal.REVOKED);
        }
        MaskPurpose purpose = entry.header().purpose();
        long base = entry.header().baseVersion();
        boolean isUnderWay = store.latest(purpose, entry.clientId(), base)
                .flatMap(store::seed)
                .filter(before -> before.state() instanceof SeedState.Good)
                .isPresent();
        if (isUnderWay) {
            return Optional.of(SeedRefusal.UNDER_WAY);
        }
        // At the earliest it is part of the next release that can be, with full weight.
        long release = Math.max(purpose == MaskPurpose.UPDATE ? base + 1 : base, store.newestRelease(purpose) + 1);
        ParticipationVerdict verdict =
                participation.judge(purpose, entry.clientId(), rules.privacy().weightScale(), release);
        return switch (verdict) {
            case ADMITTED -> Optional.empty();
            case TOO_SOON -> Optional.of(SeedRefusal.SEPARATION);
            case CAP_REACHED, BUDGET_SPENT -> Optional.of(SeedRefusal.PARTICIPATION_CAP);
        };
    }

    private void remember(SeedEntry entry, Optional<SeedRefusal> refusal) {
        store.see(entry.headerDigest(), entry.updateId());
        store.see(entry.sealDigest(), entry.updateId());
        if (refusal.isPresent()) {
            store.put(entry.with(new SeedState.Rejected(refusal.get())).emptied());
            return;
        }
        store.put(entry);
        store.putLatest(entry);
    }

    /**
     * Lets go of the seeds whose time, or whose epoch key's time, is over: those that were good expire, and nothing sealed
     * is kept of any. A day after its time a seed is forgotten: whoever sent it again would be refused as late.
     *
     * @param nowMs the time
     * @return how many good ones expired
     */
    public int expire(long nowMs) {
        int expired = 0;
        for (SeedEntry entry : store.seeds()) {
            boolean isKeyGone = check.keyExpiresAtMs(entry.header().helperKeyId()) <= nowMs;
            boolean isGood = entry.state() instanceof SeedState.Good;
            if (isGood && (isKeyGone || entry.header().expiresAtMs() <= nowMs)) {
                expired++;
                store.put(entry.emptied());
            } else if (isKeyGone && nowMs > entry.header().expiresAtMs() + REMEMBERED_MS) {
                store.forget(entry);
            } else if (isKeyGone && entry.sealed().length > 0) {
                store.put(entry.emptied());
            }
        }
        return expired;
    }

    /**
     * Revokes a certificate, from the next seed on.
     *
     * @param serial its serial number
     */
    public void revoke(String serial) {
        store.revoke(serial);
    }
}
