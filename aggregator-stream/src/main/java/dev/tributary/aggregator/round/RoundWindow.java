package dev.tributary.aggregator.round;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregator.combining.MetricMeans;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.release.ClearMember;
import dev.tributary.aggregator.round.machine.RoundCount;
import dev.tributary.aggregator.round.machine.RoundTimes;
import dev.tributary.aggregator.unmasking.ReleaseRules;
import dev.tributary.arithmetic.Normalization;
import dev.tributary.arithmetic.WeightTotal;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.payload.PayloadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The updates that have joined the open round. In memory only: its partial sums are read again from where
 * {@code LogPositions} says. Not thread-safe.
 */
final class RoundWindow {

    private final RoundSums sums;
    private final List<UpdateMember> members = new ArrayList<>();
    private final MetricMeans metrics = new MetricMeans();
    private final Map<Integer, Long> lastSequences;
    /** Of a round of words: its members as they stand in the list. */
    private final List<MemberList.Member> listed = new ArrayList<>();

    private int partialCount;
    private long exampleCount;
    private WeightTotal total = WeightTotal.NONE;
    private long firstOffset = Long.MAX_VALUE;
    private long firstUpdateAtMs;

    RoundWindow(RoundSums sums, Map<Integer, Long> closedSequences) {
        this.sums = sums;
        this.lastSequences = new HashMap<>(closedSequences);
    }

    /** Says whether a partial sum has joined this or an earlier round. */
    boolean hasJoined(ReceivedPartial partial) {
        return partial.sequence() <= lastSequences.getOrDefault(partial.partition(), 0L);
    }

    /**
     * Adds a partial sum.
     *
     * @throws FederationException if it is not the next one of its partition, or of another length; the window is then
     *                             unchanged
     */
    void add(ReceivedPartial partial, long nowMs) {
        long expected = lastSequences.getOrDefault(partial.partition(), 0L) + 1;
        if (partial.sequence() != expected) {
            throw new FederationException("next partial sum of partition " + partial.partition() + " must be number "
                    + expected + ", was " + partial.sequence()
                    + "; was the topic of partial sums truncated, or a part of the application reset?");
        }
        try {
            sums.add(partial);
        } catch (PayloadException e) {
            throw new FederationException("partial sum " + partial.id() + " must fit the model: " + e.getMessage(), e);
        }
        lastSequences.put(partial.partition(), partial.sequence());
        firstUpdateAtMs = partialCount == 0 ? nowMs : firstUpdateAtMs;
        firstOffset = Math.min(firstOffset, partial.offset());
        partialCount++;
        members.addAll(partial.members());
        sums.words().ifPresent(words -> listed.add(listed(partial)));
        metrics.addAll(partial.metrics());
        exampleCount += partial.exampleCount();
        total = total.plus(partial.weights());
    }

    /** Each update of words comes alone. */
    private static MemberList.Member listed(ReceivedPartial partial) {
        UpdateMember member = partial.members().get(0);
        Digest header = partial.values().headerOfOnlyMember().orElseGet(() -> ClearMember.digestOf(member));
        return new MemberList.Member(member.getUpdateId(), header, member.getBaseVersion() + member.getStaleness());
    }

    /** Leaves a partial sum out that was taken out of the round, or may not join it. */
    void passOver(ReceivedPartial partial) {
        lastSequences.put(partial.partition(), partial.sequence());
        firstOffset = Math.min(firstOffset, partial.offset());
    }

    /** The list of a round of words, as it is asked for. */
    MemberList list(long version) {
        return new MemberList(MaskPurpose.UPDATE, version, listed);
    }

    /** The sum of a round of words, in place. */
    WordSum words() {
        return sums.words().orElseThrow();
    }

    /** Weight of the only update of a client; empty if there is none. */
    OptionalInt weightOf(String clientId) {
        return members.stream()
                .filter(member -> member.getClientId().equals(clientId))
                .mapToInt(member -> (int) member.getAggregationWeight())
                .findFirst();
    }

    boolean hasClient(String clientId) {
        return members.stream().anyMatch(member -> member.getClientId().equals(clientId));
    }

    /** Begins the next round with the same arrays. */
    void reset() {
        sums.reset();
        members.clear();
        listed.clear();
        metrics.reset();
        partialCount = 0;
        exampleCount = 0;
        total = WeightTotal.NONE;
        firstOffset = Long.MAX_VALUE;
        firstUpdateAtMs = 0;
    }

    /** The aggregate for the strategy, which may write to it, so {@link #reset} comes next. */
    RoundAggregate aggregate(long round, Normalization normalization) {
        return sums.aggregate(round, total.divisor(normalization));
    }

    /** Says whether a strategy combines the joined partial sums as they are kept. */
    boolean fits(AggregationStrategy strategy) {
        return sums.fits(strategy);
    }

    List<UpdateMember> members() {
        return members;
    }

    Map<Integer, Long> lastSequences() {
        return Map.copyOf(lastSequences);
    }

    /** The round until now, for its result. */
    ClosedRound closed(CloseReason reason, RoundTimes times, long nowMs) {
        return new ClosedRound(
                reason,
                members,
                clientCount(),
                partialCount,
                exampleCount,
                total.factors(),
                stalenessHistogram(),
                metrics.means(),
                members.stream().mapToLong(UpdateMember::getPayloadBytes).sum(),
                times.openedAtMs(),
                partialCount == 0 ? nowMs : firstUpdateAtMs,
                nowMs,
                times.extensions(),
                false,
                Map.of(),
                Map.of());
    }

    RoundCount count(ReleaseRules rules) {
        return new RoundCount(members.size(), clientCount(), rules.allow(members), rules.isFull(members.size()));
    }

    /** The size that is left without some of the members. */
    RoundCount countWithout(Set<String> updateIds, ReleaseRules rules) {
        List<UpdateMember> left = members.stream()
                .filter(member -> !updateIds.contains(member.getUpdateId()))
                .toList();
        return new RoundCount(left.size(), clientCount(left), rules.allow(left), false);
    }

    int clientCount() {
        return clientCount(members);
    }

    private static int clientCount(List<UpdateMember> members) {
        return (int) members.stream().map(UpdateMember::getClientId).distinct().count();
    }

    private Map<String, Long> stalenessHistogram() {
        Map<String, Long> histogram = new TreeMap<>();
        members.forEach(member -> histogram.merge(String.valueOf(member.getStaleness()), 1L, Long::sum));
        return histogram;
    }

    long firstOffsetOr(long otherwise) {
        return Math.min(otherwise, firstOffset);
    }
}
