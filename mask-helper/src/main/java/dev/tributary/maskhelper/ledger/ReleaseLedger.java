package dev.tributary.maskhelper.ledger;

import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.masked.MemberList.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's second half: which sums are released. It holds that
 *
 * <ul>
 *   <li>no seed is in two different released lists,
 *   <li>a request id is released with one list only, and that one is answered alike however often it is asked for,
 *   <li>a refused request changes nothing.
 * </ul>
 *
 * <p>Not thread-safe: one instance belongs to one task.
 */
public final class ReleaseLedger {

    private final LedgerRules rules;
    private final LedgerStore store;
    private final SeedCheck check;
    private final Participation participation;

    /**
     * Opens the ledger.
     *
     * @param rules its rules
     * @param store its entries
     * @param check how long epoch keys live
     */
    public ReleaseLedger(LedgerRules rules, LedgerStore store, SeedCheck check) {
        this.rules = rules;
        this.store = store;
        this.check = check;
        this.participation = new Participation(rules.privacy(), store);
    }

    /**
     * Decides on a request, and writes a new release down: the caller makes that durable together with the answer.
     *
     * @param list  the members
     * @param nowMs the time
     * @return the decision
     */
    public UnmaskDecision onRequest(MemberList list, long nowMs) {
        Digest digest = list.digest(rules.federation());
        Optional<Digest> before = store.release(list.requestId());
        if (before.isPresent() && !before.get().equals(digest)) {
            return refused(RequestRefusal.ROUND_RELEASED, List.of());
        }
        boolean isNew = before.isEmpty();
        Optional<UnmaskDecision.Refusal> unfit = unfit(list, digest, isNew, nowMs);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        List<SeedEntry> entries = entries(list);
        ListCheck listCheck = new ListCheck(rules, list, entries);
        if (isNew) {
            Optional<UnmaskDecision.Refusal> refusal =
                    listCheck.refusal().or(() -> overspent(list, entries, listCheck));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            write(list, digest, entries, listCheck.weights());
        }
        return new UnmaskDecision.Release(digest, entries, listCheck.weights(), isNew);
    }

    /** Refuses a list with a member that cannot be part of it. */
    private Optional<UnmaskDecision.Refusal> unfit(MemberList list, Digest digest, boolean isNew, long nowMs) {
        if (isNew && list.version() <= store.newestRelease(list.purpose())) {
            return Optional.of(refused(RequestRefusal.FORGED_VERSION, List.of()));
        }
        for (RequestRefusal reason : List.of(
                RequestRefusal.UNKNOWN_MEMBER,
                RequestRefusal.MEMBER_REFUSED,
                RequestRefusal.MEMBER_RELEASED,
                RequestRefusal.MEMBER_EXPIRED)) {
            List<String> members = list.members().stream()
                    .map(Member::updateId)
                    .filter(updateId -> standing(updateId, digest, isNew, nowMs) == reason)
                    .toList();
            if (!members.isEmpty()) {
                return Optional.of(refused(reason, members));
            }
        }
        return Optional.empty();
    }

    /** Finds the reason that keeps a member out of a list; null if there is none. */
    private RequestRefusal standing(String updateId, Digest digest, boolean isNew, long nowMs) {
        Optional<SeedEntry> entry = store.seed(updateId);
        if (entry.isEmpty()) {
            return RequestRefusal.UNKNOWN_MEMBER;
        }
        SeedState state = entry.get().state();
        if (state instanceof SeedState.Rejected) {
            return RequestRefusal.MEMBER_REFUSED;
        }
        if (state instanceof SeedState.Released released
                && (isNew || !released.list().equals(digest))) {
            return RequestRefusal.MEMBER_RELEASED;
        }
        boolean isKeyGone = check.keyExpiresAtMs(entry.get().header().helperKeyId()) <= nowMs;
        boolean isOver = state instanceof SeedState.Expired
                || isKeyGone
                || isNew && entry.get().header().expiresAtMs() <= nowMs;
        return isOver ? RequestRefusal.MEMBER_EXPIRED : null;
    }

    private List<SeedEntry> entries(MemberList list) {
        List<SeedEntry> entries = new ArrayList<>();
        list.members()
                .forEach(member -> entries.add(store.seed(member.updateId()).orElseThrow()));
        return entries;
    }

    private Optional<UnmaskDecision.Refusal> overspent(MemberList list, List<SeedEntry> entries, ListCheck listCheck) {
        int[] weights = listCheck.weights();
        List<String> spent = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            ParticipationVerdict verdict =
                    participation.judge(list.purpose(), entries.get(i).clientId(), weights[i], list.version());
            if (verdict != ParticipationVerdict.ADMITTED) {
                spent.add(entries.get(i).updateId());
            }
        }
        return spent.isEmpty() ? Optional.empty() : Optional.of(refused(RequestRefusal.CLIENT_SPENT, spent));
    }

    private void write(MemberList list, Digest digest, List<SeedEntry> entries, int[] weights) {
        for (int i = 0; i < weights.length; i++) {
            SeedEntry entry = entries.get(i);
            store.put(entry.with(entry.state().release(digest)));
            participation.spend(list.purpose(), entry.clientId(), weights[i], list.version());
        }
        store.putRelease(list.purpose(), list.version(), list.requestId(), digest);
    }

    private static UnmaskDecision.Refusal refused(RequestRefusal reason, List<String> updateIds) {
        return new UnmaskDecision.Refusal(reason, updateIds);
    }
}
