package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.combining.ForwardingPolicy;
import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSink;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.ModelUpdate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a task does with each decision: adds what was admitted to the open partial sum and forwards it when it is full
 * or due, and tells what was refused. After a crash it first adds again what had been added before, in the same order.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class Combining implements AdmissionOutcomes {

    private final AdmissionRules rules;
    private final AdmissionProcessor.Wiring wiring;
    private final ProcessorContext<String, byte[]> context;
    private final AdmittedUpdates admitted;
    private final Map<Long, AdmittedUpdate> membersByOffset;
    private final RejectionWriter rejections;
    private final OpenPartialSum partial;
    private final PartialSink sink;
    private final LongSupplier processedThrough;
    /** Additions that wait for those before them, by their position. */
    private final TreeMap<Integer, Runnable> outOfOrder = new TreeMap<>();

    Combining(
            AdmissionRules rules,
            AdmissionProcessor.Wiring wiring,
            ProcessorContext<String, byte[]> context,
            AdmittedUpdates admitted,
            long sequence,
            LongSupplier processedThrough,
            SideWork adding) {
        this.rules = rules;
        this.wiring = wiring;
        this.rejections = new RejectionWriter(context, wiring.rejectionsSink(), wiring.framing(), wiring.metrics());
        this.context = context;
        this.admitted = admitted;
        this.membersByOffset = admitted.membersByOffset(sequence);
        this.partial = new OpenPartialSum(context.taskId().partition(), sequence, adding);
        this.sink = wiring.partials().apply(context);
        this.processedThrough = processedThrough;
    }

    /** What had joined the open partial sum before the task was started, by the offset of its first record. */
    Map<Long, AdmittedUpdate> membersByOffset() {
        return membersByOffset;
    }

    OpenPartialSum partial() {
        return partial;
    }

    /** Number of the oldest partial sum whose members must not be forgotten. */
    long oldestNeeded() {
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
        wiring.metrics().updateAdmitted(manifest.getPayloadBytes(), staleness);
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
            outOfOrder.put(member.position(), () -> add(manifest, member, delta, context.currentSystemTimeMs()));
            return;
        }
        add(manifest, member, delta, context.currentSystemTimeMs());
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
    void forwardIfDue(long lastRecordAtMs) {
        if (partial.isEmpty()) {
            return;
        }
        FederationSettings settings = rules.settings();
        ForwardingPolicy policy = ForwardingPolicy.of(
                settings.combining().interval(), settings.round().deadline(), partial.parameterCount());
        if (policy.isDue(context.currentSystemTimeMs(), partial.firstAddedAtMs(), lastRecordAtMs)) {
            forwardPartial();
        }
    }

    /** Forwards what there is before other settings come into force, so that one partial sum is made with one set. */
    void forwardNow() {
        if (!partial.isEmpty()) {
            forwardPartial();
        }
    }

    private void forwardPartial() {
        sink.take(partial, rules.needsEveryUpdate(), processedThrough.getAsLong());
        partial.reset();
        wiring.metrics().partialForwarded();
    }

    @Override
    public void rejected(RejectedUpdate rejected) {
        rejections.write(rejected, rules.settings().topics().updates());
    }
}
