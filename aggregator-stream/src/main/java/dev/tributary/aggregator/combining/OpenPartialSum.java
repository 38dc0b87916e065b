package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.arithmetic.WeightTotal;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The sum of a task of stage 1 since it forwarded last.
 *
 * <p>Life: {@link #add} any number of times, then forwarded and {@link #reset} for the next one. Not thread-safe.
 */
public final class OpenPartialSum {

    private final List<UpdateMember> members = new ArrayList<>();
    private final MetricMeans metrics = new MetricMeans();
    private final int partition;
    private final SideWork beside;
    private WeightedSum sum;
    /** The only member's words, if it is masked. */
    private Optional<MaskedValues> masked = Optional.empty();

    private CompletableFuture<Void> addition = CompletableFuture.completedFuture(null);
    private String layoutFingerprint;
    private long sequence;
    private long exampleCount;
    private WeightTotal total = WeightTotal.NONE;
    private long firstOffset;
    private long firstAddedAtMs;

    /**
     * @param partition partition of {@code updates} that the members come from
     * @param sequence number of this partial sum among those of its partition, counted from 1
     * @param beside adds the numbers while the caller reads on
     */
    public OpenPartialSum(int partition, long sequence, SideWork beside) {
        this.beside = beside;
        this.partition = partition;
        this.sequence = sequence;
    }

    /**
     * Adds an update as it was decided.
     *
     * @param settings the settings in force
     * @param member the decision; a masked update must be the first and stays the only one
     * @param update the update
     * @param nowMs  wall-clock time
     */
    public void add(FederationSettings settings, AdmittedUpdate member, Admitted update, long nowMs) {
        update.<Runnable>fold(
                        delta -> () -> add(
                                delta.manifest().update(),
                                Addend.of(settings, delta, member),
                                member.countedExamples(),
                                member.staleness(),
                                member.aggregationWeight(),
                                member.offset(),
                                nowMs),
                        words -> () -> addMasked(member, words, nowMs))
                .run();
    }

    private void addMasked(AdmittedUpdate member, Admitted.Masked update, long nowMs) {
        if (!isEmpty()) {
            throw new IllegalStateException("a masked update must be alone in its partial sum, was not");
        }
        masked = Optional.of(MaskedValues.of(member, update));
        layoutFingerprint =
                Digest.of(update.manifest().update().getLayoutFingerprint()).toString();
        join(MaskedValues.member(member, update, partition), member.countedExamples(), member.offset(), nowMs);
    }

    /**
     * Adds an update.
     *
     * @param manifest  its manifest
     * @param numbers   its numbers, with its factor
     * @param counted   example count that counts, capped by the setting
     * @param staleness its staleness
     * @param weight    its factor in the sum
     * @param offset    offset of its first record
     * @param nowMs     wall-clock time
     */
    public void add(
            ModelUpdate manifest,
            Addend numbers,
            long counted,
            long staleness,
            double weight,
            long offset,
            long nowMs) {
        if (sum == null) {
            sum = new WeightedSum(numbers.length());
        }
        addNumbers(numbers, beside.executorFor(manifest.getPayloadBytes()));
        layoutFingerprint = manifest.getLayoutFingerprint();
        metrics.add(manifest.getMetrics(), manifest.getExampleCount());
        exampleCount += manifest.getExampleCount();
        join(
                new UpdateMember(
                        manifest.getUpdateId(),
                        manifest.getClientId(),
                        manifest.getBaseVersion(),
                        staleness,
                        manifest.getExampleCount(),
                        weight,
                        manifest.getPayloadBytes(),
                        partition,
                        sequence),
                counted,
                offset,
                nowMs);
    }

    private void join(UpdateMember member, long counted, long offset, long nowMs) {
        firstOffset = isEmpty() ? offset : Math.min(firstOffset, offset);
        firstAddedAtMs = isEmpty() ? nowMs : firstAddedAtMs;
        members.add(member);
        total = total.plus(new UpdateWeight(counted, member.getAggregationWeight()));
    }

    /**
     * Adds a delta.
     *
     * @param manifest  its manifest
     * @param delta     its delta, all finite
     * @param counted   as above
     * @param staleness as above
     * @param weight    its factor in the sum
     * @param offset    as above
     * @param nowMs     as above
     */
    public void add(
            ModelUpdate manifest,
            FloatVector delta,
            long counted,
            long staleness,
            double weight,
            long offset,
            long nowMs) {
        add(manifest, new Addend.Weighted(delta, weight), counted, staleness, weight, offset, nowMs);
    }

    /** One at a time, so that no more than one delta waits; in order, so that the bits depend on no thread. */
    private void addNumbers(Addend numbers, Executor executor) {
        awaitAddition();
        addition = CompletableFuture.runAsync(() -> numbers.addTo(sum), executor);
    }

    private void awaitAddition() {
        try {
            beside.await(addition);
        } catch (CompletionException e) {
            throw new FederationException("a delta must be possible to add, was not: " + e.getCause(), e.getCause());
        }
    }

    /** Begins the next partial sum of the partition. */
    public void reset() {
        members.clear();
        metrics.reset();
        masked = Optional.empty();
        if (sum != null) {
            awaitAddition();
            sum.reset();
        }
        sequence++;
        exampleCount = 0;
        total = WeightTotal.NONE;
    }

    /**
     * Says whether anything was added.
     *
     * @return whether it has no member
     */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /**
     * Counts the members.
     *
     * @return updates added so far
     */
    public int size() {
        return members.size();
    }

    /**
     * Gives the number of this partial sum.
     *
     * @return its number among those of its partition, counted from 1
     */
    public long sequence() {
        return sequence;
    }

    /**
     * Says from where the log must be read again to have the members.
     *
     * @param otherwise the answer when there is none
     * @return smallest offset of a member's first record
     */
    public long firstOffsetOr(long otherwise) {
        return isEmpty() ? otherwise : firstOffset;
    }

    /**
     * Hands it over as it is.
     *
     * @return the partial sum, of which the numbers hold until {@link #reset}
     */
    public ReceivedPartial whole() {
        return new ReceivedPartial(
                partition,
                sequence,
                members(),
                metrics.sums(),
                exampleCount,
                cappedExampleCount(),
                aggregationWeight(),
                partialValues(),
                firstOffset);
    }

    /**
     * Says since when the first member waits.
     *
     * @return wall-clock time in milliseconds; meaningless when empty
     */
    public long firstAddedAtMs() {
        return firstAddedAtMs;
    }

    /**
     * Counts the parameters.
     *
     * @return length of the sum, in words if it is masked; 0 before the first update
     */
    public int parameterCount() {
        return masked.map(MaskedValues::length).orElseGet(() -> sum == null ? 0 : sum.length());
    }

    List<UpdateMember> members() {
        return List.copyOf(members);
    }

    MetricMeans metrics() {
        return metrics;
    }

    String layoutFingerprint() {
        return layoutFingerprint;
    }

    /** The numbers, once all are added. */
    double[] values() {
        awaitAddition();
        return sum.values();
    }

    /** The only member's words, if it is masked. */
    Optional<MaskedValues> masked() {
        return masked;
    }

    PartialValues partialValues() {
        return masked.isPresent() ? masked.get() : new SummedValues(values(), aggregationWeight());
    }

    long exampleCount() {
        return exampleCount;
    }

    long cappedExampleCount() {
        return total.countedExamples();
    }

    double aggregationWeight() {
        return total.factors();
    }
}
