package dev.tributary.maskhelper.ledger;

import dev.tributary.privacy.quantisation.EffectiveNumber;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.masked.MemberList.Member;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rules that a list must keep to by itself, whatever was released before. The first rule that a member breaks names all
 * members that break it.
 */
final class ListCheck {

    /**
     * Versions that the one a member was weighed at may be behind: a partial sum may have been weighed before the last
     * releases were read. The aggregator can choose among so many neighbouring weights, and no others.
     */
    static final int MOST_BEHIND = 4;

    private final LedgerRules rules;
    private final MemberList list;
    private final List<SeedEntry> entries;

    /** Checks a list against the seeds of its members, in the same order. */
    ListCheck(LedgerRules rules, MemberList list, List<SeedEntry> entries) {
        this.rules = rules;
        this.list = list;
        this.entries = entries;
    }

    Optional<UnmaskDecision.Refusal> refusal() {
        return first(RequestRefusal.HEADER_MISMATCH, i -> !isItsOwn(i))
                .or(() -> first(RequestRefusal.FORGED_VERSION, i -> !isPossible(i)))
                .or(() -> first(RequestRefusal.TOO_STALE, i -> staleness(i) > rules.maxStaleness() || weight(i) < 1))
                .or(() -> first(RequestRefusal.MIXED_SHAPES, i -> !hasShapeOf(header(i), header(0))))
                .or(this::ofNumbers);
    }

    private Optional<UnmaskDecision.Refusal> ofNumbers() {
        Set<String> clients = new HashSet<>();
        Set<Integer> seconds = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!clients.add(entries.get(i).clientId())) {
                seconds.add(i);
            }
        }
        if (!seconds.isEmpty()) {
            return first(RequestRefusal.SECOND_MEMBER_OF_CLIENT, seconds::contains);
        }
        if (clients.size() < rules.privacy().threshold()) {
            return whole(RequestRefusal.BELOW_THRESHOLD);
        }
        if (entries.size() > rules.mostMembers()) {
            return whole(RequestRefusal.TOO_MANY_MEMBERS);
        }
        int[] weights = weights();
        if (!EffectiveNumber.suffices(
                weights, rules.privacy().threshold(), rules.privacy().effectiveShare())) {
            return whole(RequestRefusal.UNEVEN_WEIGHTS);
        }
        long sum = Arrays.stream(weights).asLongStream().sum();
        return rules.privacy().fits(sum) ? Optional.empty() : whole(RequestRefusal.OVERFLOW);
    }

    int[] weights() {
        return IntStream.range(0, entries.size()).map(this::weight).toArray();
    }

    private boolean isItsOwn(int i) {
        return entries.get(i).headerDigest().equals(member(i).headerDigest())
                && header(i).purpose() == list.purpose();
    }

    private boolean isPossible(int i) {
        long base = header(i).baseVersion();
        long weighedAt = member(i).weighedAtVersion();
        if (list.purpose() == MaskPurpose.EVALUATION) {
            return base == list.version() && weighedAt == list.version();
        }
        long newest = list.version() - 1;
        return base <= weighedAt && weighedAt <= newest && weighedAt >= newest - MOST_BEHIND;
    }

    private long staleness(int i) {
        return member(i).weighedAtVersion() - header(i).baseVersion();
    }

    private int weight(int i) {
        return rules.weights().of(staleness(i));
    }

    private static boolean hasShapeOf(MaskedHeader one, MaskedHeader other) {
        return one.wordCount() == other.wordCount()
                && one.wordBits() == other.wordBits()
                && Objects.equals(one.layoutFingerprint(), other.layoutFingerprint())
                && Objects.equals(one.settingsFingerprint(), other.settingsFingerprint());
    }

    private Optional<UnmaskDecision.Refusal> first(RequestRefusal reason, IntPredicate breaks) {
        List<String> breaking = IntStream.range(0, entries.size())
                .filter(breaks)
                .mapToObj(i -> member(i).updateId())
                .toList();
        return breaking.isEmpty() ? Optional.empty() : Optional.of(new UnmaskDecision.Refusal(reason, breaking));
    }

    private static Optional<UnmaskDecision.Refusal> whole(RequestRefusal reason) {
        return Optional.of(new UnmaskDecision.Refusal(reason, List.of()));
    }

    private Member member(int i) {
        return list.members().get(i);
    }

    private MaskedHeader header(int i) {
        return entries.get(i).header();
    }
}
