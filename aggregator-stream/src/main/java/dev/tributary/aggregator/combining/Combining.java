package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionWriter;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.federation.settings.FederationSettings;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The end of an update's way through stage 1: adds what was admitted to the open partial sum and forwards it when it is
 * full or due, and tells the refusals. After a crash the members that the sum had before are added again first.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class Combining implements AdmissionOutcomes {

    private final AdmissionRules rules;
    private final AdmittedUpdates admitted;
    private final OpenPartialSum partial;
    private final PartialSink sink;
    private final RejectionWriter rejections;
    private final FederationMetrics metrics;
    private final LongSupplier clockMs;
    private final LongSupplier processedThrough;

    /**
     * @param rules            settings in force
     * @param admitted         remembers the admitted updates
     * @param partial          empty, with the number of the partial sum that is open
     * @param sink             takes partial sums
     * @param rejections       takes the refusals
     * @param metrics          counts
     * @param clockMs          wall-clock time
     * @param processedThrough last offset that the task has processed
     */
    public Combining(
            AdmissionRules rules,
            AdmittedUpdates admitted,
            OpenPartialSum partial,
            PartialSink sink,
            RejectionWriter rejections,
            FederationMetrics metrics,
            LongSupplier clockMs,
            LongSupplier processedThrough) {
        this.rules = rules;
        this.admitted = admitted;
        this.partial = partial;
        this.sink = sink;
        this.rejections = rejections;
        this.metrics = metrics;
        this.clockMs = clockMs;
        this.processedThrough = processedThrough;
    }

    /**
     * Takes the members again that the open partial sum had when the task was stopped.
     *
     * @return adds them in the order of the first time
     */
    public MembersAgain membersAgain() {
        return new MembersAgain(
                admitted.members(partial.sequence(), partial.sequence() + 1),
                (member, update) -> add(member, update, clockMs.getAsLong()));
    }

    /**
     * Gives the members of partial sums that were handed over and may have to be made again.
     *
     * @return the members in the order in which they were added
     */
    public List<AdmittedUpdate> handedOver() {
        return admitted.members(oldestNeeded(), partial.sequence());
    }

    /**
     * Gives the open partial sum.
     *
     * @return always the same object
     */
    public OpenPartialSum partial() {
        return partial;
    }

    /**
     * Says whose members must not be forgotten.
     *
     * @return number of the oldest partial sum that may have to be made again
     */
    public long oldestNeeded() {
        return sink.oldestNeeded(partial.sequence());
    }

    @Override
    public void admitted(Admitted update, long offset, long wholeAtMs) {
        UpdateWeight weight = update.weight(rules.settings());
        AdmittedUpdate member = new AdmittedUpdate(
                update.clientId(),
                update.updateId(),
                update.baseVersion(),
                partial.sequence(),
                partial.size(),
                offset,
                update.staleness(),
                weight.factor(),
                weight.countedExamples(),
                update.clippingNorm(rules.settings()));
        admitted.add(member);
        add(member, update, wholeAtMs);
        metrics.updateAdmitted(update.payloadBytes(), update.staleness());
        if (remaining() <= 0) {
            forwardPartial();
        }
    }

    @Override
    public int remaining() {
        return mostUpdates() - partial.size();
    }

    private int mostUpdates() {
        // A masked update is a partial sum of its own, so that it can be left out of its round again; with noise stage
        // 2
        // decides of every update alone: whether its client may be in another release.
        return rules.settings().privacy().isMasked()
                        || rules.settings().privacy().isNoised()
                ? 1
                : rules.strategy().fold(linear -> mostUpdatesOfSum(), robust -> 1);
    }

    private int mostUpdatesOfSum() {
        FederationSettings settings = rules.settings();
        int wanted = settings.combining()
                .effectiveMaxUpdates(
                        settings.round().goal(), settings.topicPlan().updatePartitions());
        return Math.min(wanted, sink.maxMembers());
    }

    private void add(AdmittedUpdate member, Admitted update, long nowMs) {
        partial.add(rules.settings(), member, update, nowMs);
    }

    /**
     * Forwards the open partial sum if it has waited for long enough.
     *
     * @param lastRecordAtMs wall-clock time at which the task processed its last record
     */
    public void forwardIfDue(long lastRecordAtMs) {
        if (partial.isEmpty()) {
            return;
        }
        FederationSettings settings = rules.settings();
        ForwardingPolicy policy = ForwardingPolicy.of(
                settings.combining().interval(), settings.round().deadline(), partial.parameterCount());
        if (policy.isDue(clockMs.getAsLong(), partial.firstAddedAtMs(), lastRecordAtMs)) {
            forwardPartial();
        }
    }

    /** Forwards what there is before other settings come into force, so that one partial sum is made with one set. */
    public void forwardNow() {
        if (!partial.isEmpty()) {
            forwardPartial();
        }
    }

    private void forwardPartial() {
        sink.take(partial, rules.strategy().fold(linear -> false, robust -> true), processedThrough.getAsLong());
        partial.reset();
        metrics.partialForwarded();
    }

    @Override
    public void rejected(RejectedUpdate rejected) {
        rejections.write(rejected, rules.settings().topics().updates());
    }
}
