package dev.tributary.aggregator.publication;

import dev.tributary.privacy.accountant.PrivacyGuarantee;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.List;
import java.util.Map;

/**
 * A closed round, for its result.
 *
 * @param reason            why it closed
 * @param members           its updates in the order in which they were added
 * @param clientCount       different clients among them
 * @param partialCount      partial sums that they came in
 * @param exampleCount      sum of their example counts
 * @param aggregationWeight sum of their weights
 * @param staleness         updates by staleness in decimal
 * @param metrics           weighted means of the training metrics
 * @param updateBytes       bytes of their payloads
 * @param openedAtMs        when it opened
 * @param firstUpdateAtMs   when the first partial sum joined
 * @param closedAtMs        when it closed
 * @param extensions        how many times its deadline was extended
 * @param isDiscarded       whether a masked round came to nothing
 * @param privacy           privacy loss of all releases so far, by the names of {@code RoundResult}; empty without noise
 * @param closedPartials    by partition of {@code updates}: number of its last partial sum that is in no open round any
 *     more once the version is there
 */
public record ClosedRound(
        CloseReason reason,
        List<UpdateMember> members,
        long clientCount,
        int partialCount,
        long exampleCount,
        double aggregationWeight,
        Map<String, Long> staleness,
        Map<String, Double> metrics,
        long updateBytes,
        long openedAtMs,
        long firstUpdateAtMs,
        long closedAtMs,
        int extensions,
        boolean isDiscarded,
        Map<String, Double> privacy,
        Map<Integer, Long> closedPartials) {

    /** Copies the collections. */
    public ClosedRound {
        members = List.copyOf(members);
        staleness = Map.copyOf(staleness);
        metrics = Map.copyOf(metrics);
        privacy = Map.copyOf(privacy);
        closedPartials = Map.copyOf(closedPartials);
    }

    /** Updates that the version does not contain, though the round had them. */
    long discardedUpdates() {
        return isDiscarded || reason == CloseReason.ROLLBACK ? members.size() : 0;
    }

    /** Updates that the version contains. */
    long updates() {
        return members.size() - discardedUpdates();
    }

    /**
     * The same round when it came to nothing.
     *
     * @return its updates are in no version
     */
    public ClosedRound discarded() {
        return with(exampleCount, metrics, true, privacy, closedPartials);
    }

    /**
     * The same round with the figures that only its sum tells.
     *
     * @param examples sum of the example counts
     * @param means    weighted means of the training metrics
     * @return the round
     */
    public ClosedRound unmasked(long examples, Map<String, Double> means) {
        return with(examples, means, false, privacy, closedPartials);
    }

    /**
     * The same round with the privacy loss of everything that is public with it.
     *
     * @param loss figures by name; empty without noise
     * @return the round
     */
    public ClosedRound accounted(Map<String, Double> loss) {
        return with(exampleCount, metrics, isDiscarded, loss, closedPartials);
    }

    /**
     * The same round with the partial sums that are done with once its version is there.
     *
     * @param closed by partition of {@code updates}: number of the last one
     * @return the round
     */
    public ClosedRound closing(Map<Integer, Long> closed) {
        return with(exampleCount, metrics, isDiscarded, privacy, closed);
    }

    /**
     * Words the privacy loss.
     *
     * @return {@code none} without noise, else ε rounded up, and δ
     */
    String guarantee() {
        return privacy.isEmpty()
                ? "none"
                : new PrivacyGuarantee(privacy.get("rho"), privacy.get("privacyDelta")).text();
    }

    private ClosedRound with(
            long examples,
            Map<String, Double> means,
            boolean discarded,
            Map<String, Double> loss,
            Map<Integer, Long> closed) {
        return new ClosedRound(
                reason,
                members,
                clientCount,
                partialCount,
                examples,
                aggregationWeight,
                staleness,
                means,
                updateBytes,
                openedAtMs,
                firstUpdateAtMs,
                closedAtMs,
                extensions,
                discarded,
                loss,
                closed);
    }

    /**
     * Stands where no round was closed.
     *
     * @param reason why there is a version nevertheless
     * @param nowMs  wall-clock time
     * @return a round without updates
     */
    public static ClosedRound none(CloseReason reason, long nowMs) {
        return new ClosedRound(
                reason, List.of(), 0, 0, 0, 0, Map.of(), Map.of(), 0, nowMs, nowMs, nowMs, 0, false, Map.of(),
                Map.of());
    }
}
