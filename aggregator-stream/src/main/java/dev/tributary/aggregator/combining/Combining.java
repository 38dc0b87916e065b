package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionWriter;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.ModelUpdate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What a task does with each decision: adds what was admitted to the open partial sum and forwards it when it is full
 * or due, and tells what was refused. After a crash it first adds again what had been added before, in the same order.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class Combining implements AdmissionOutcomes {

    private final AdmissionRules rules;
    private final AdmittedUpdates admitted;
    private final Map<Long, AdmittedUpdate> membersByOffset;
    private final OpenPartialSum partial;
    private final PartialSink sink;
    private final RejectionWriter rejections;
    private final FederationMetrics metrics;
    private final LongSupplier clockMs;
    private final LongSupplier processedThrough;
    /** Additions that wait for those before them, by their position. */
    private final TreeMap<Integer, Runnable> outOfOrder = new TreeMap<>();

    /**
     * @param rules            settings in force
     * @param admitted         remembers what was admitted
     * @param partial          empty, with the number of the partial sum that is open
     * @param sink             takes partial sums
     * @param rejections       takes what was refused
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
        this.membersByOffset = admitted.membersByOffset(partial.sequence());
        this.partial = partial;
        this.sink = sink;
        this.rejections = rejections;
        this.metrics = metrics;
        this.clockMs = clockMs;
        this.processedThrough = processedThrough;
    }

    /**
     * Gives the members of the partial sum that was open when the task was started.
     *
     * @return the members by the offset of their first record
     */
    public Map<Long, AdmittedUpdate> membersByOffset() {
        return membersByOffset;
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
    public void admitted(ModelUpdate manifest, long offset, FloatVector delta, long staleness, long wholeAtMs) {
        UpdateWeight weight = rules.settings().weightRule().of(manifest.getExampleCount(), staleness);
        AdmittedUpdate update = new AdmittedUpdate(
                manifest.getClientId(),
                manifest.getUpdateId(),
                manifest.getBaseVersion(),
                partial.sequence(),
                partial.size(),
                offset,
                staleness,
                weight.factor(),
                weight.countedExamples(),
                rules.settings().admission().clippingNorm());
        admitted.add(update);
        add(manifest, update, delta, wholeAtMs);
        metrics.updateAdmitted(manifest.getPayloadBytes(), staleness);
        if (remaining() <= 0) {
            forwardPartial();
        }
    }

    @Override
    public int remaining() {
        return mostUpdates() - partial.size();
    }

    private int mostUpdates() {
        FederationSettings settings = rules.settings();
        if (rules.needsEveryUpdate()) {
            return 1;
        }
        int wanted = settings.combining()
                .effectiveMaxUpdates(
                        settings.round().goal(), settings.topicPlan().updatePartitions());
        return Math.min(wanted, sink.maxMembers());
    }

    @Override
    public void readmitted(ModelUpdate manifest, long offset, FloatVector delta) {
        AdmittedUpdate member = membersByOffset.get(offset);
        if (member.position() != partial.size()) {
            outOfOrder.put(member.position(), () -> add(manifest, member, delta, clockMs.getAsLong()));
            return;
        }
        add(manifest, member, delta, clockMs.getAsLong());
        // An update that had waited for its base version was added later than its place in the log.
        while (!outOfOrder.isEmpty() && outOfOrder.firstKey() == partial.size()) {
            outOfOrder.pollFirstEntry().getValue().run();
        }
    }

    private void add(ModelUpdate manifest, AdmittedUpdate update, FloatVector delta, long nowMs) {
        partial.add(
                manifest,
                delta,
                update.countedExamples(),
                update.staleness(),
                update.aggregationWeight(),
                update.offset(),
                nowMs);
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
        sink.take(partial, rules.needsEveryUpdate(), processedThrough.getAsLong());
        partial.reset();
        metrics.partialForwarded();
    }

    @Override
    public void rejected(RejectedUpdate rejected) {
        rejections.write(rejected, rules.settings().topics().updates());
    }
}
