package dev.tributary.aggregator.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The federation's own metrics: few, with stable names. Counters count what a stream task did; when a transaction is
 * aborted and its records are processed again, they are counted again. The topics hold the exact numbers.
 *
 * <p>Thread-safe.
 */
public final class FederationMetrics {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Clock clock;
    private final Counter admitted;
    private final Counter updateBytes;
    private final Counter partials;
    private final Counter modelBytes;
    private final Counter lostOffsets;
    private final Counter suppressed;
    private final DistributionSummary staleness;
    private final Timer aggregation;
    private final AtomicLong modelVersion = new AtomicLong(-1);
    private final AtomicLong roundOpenedAtMs = new AtomicLong();
    private final AtomicLong roundMembers = new AtomicLong();
    private final AtomicLong unmaskingSinceMs = new AtomicLong();
    private final AtomicLong roundExtensions = new AtomicLong();
    private final Map<Integer, Long> heldBytes = new ConcurrentHashMap<>();
    private final Map<String, AtomicReference<Double>> privacy = new ConcurrentHashMap<>();
    private final EvaluationMetrics evaluation;

    /**
     * @param registry   where the metrics go
     * @param federation value of the tag {@code federation}
     * @param clock      for ages
     */
    public FederationMetrics(MeterRegistry registry, String federation, Clock clock) {
        this.registry = registry;
        this.tags = Tags.of("federation", federation);
        this.clock = clock;
        admitted = counter("tributary.updates.admitted", "Updates admitted into a partial sum");
        updateBytes = counter("tributary.update.bytes", "Payload bytes of admitted updates");
        partials = counter("tributary.partials.forwarded", "Partial sums forwarded to stage 2");
        modelBytes = counter("tributary.model.bytes", "Payload bytes of published model versions");
        evaluation = new EvaluationMetrics(registry, tags);
        lostOffsets = counter("tributary.updates.lost.offsets", "Offsets of updates deleted before they were read");
        suppressed = counter("tributary.rejections.suppressed", "Rejections counted but not written, for their number");
        staleness = DistributionSummary.builder("tributary.update.staleness")
                .description("Staleness of admitted updates, in versions")
                .serviceLevelObjectives(0.5, 1.5, 2.5, 5.5, 10.5)
                .tags(tags)
                .register(registry);
        aggregation = Timer.builder("tributary.round.aggregation")
                .description("Time from the decision to close a round to its last record")
                .tags(tags)
                .register(registry);
        gauge(
                "tributary.model.version",
                "Newest model version published by this instance; -1 before the first",
                metrics -> metrics.modelVersion.get());
        gauge(
                "tributary.round.age.seconds",
                "Time since the open round was opened; 0 on instances without it",
                FederationMetrics::roundAgeSeconds);
        gauge(
                "tributary.round.members",
                "Updates in the open round; 0 on instances without it",
                metrics -> metrics.roundMembers.get());
        gauge(
                "tributary.unmasking.age.seconds",
                "Time since the mask helper was asked for the round that waits for its masks; 0 if none does",
                metrics -> metrics.secondsSince(metrics.unmaskingSinceMs.get()));
        gauge(
                "tributary.round.extensions",
                "Deadlines that the open round has passed below its quorum; 0 on instances without it",
                metrics -> metrics.roundExtensions.get());
        gauge(
                "tributary.held.bytes",
                "Bytes of updates that are not complete",
                metrics -> metrics.heldBytes.values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private void gauge(String name, String description, Function<FederationMetrics, Number> value) {
        Gauge.builder(name, this, metrics -> value.apply(metrics).doubleValue())
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * Counts an admitted update.
     *
     * @param payloadBytes    length of its payload
     * @param versionsBehind  its staleness
     */
    public void updateAdmitted(long payloadBytes, long versionsBehind) {
        admitted.increment();
        updateBytes.increment(payloadBytes);
        staleness.record(versionsBehind);
    }

    /**
     * Counts a refused update.
     *
     * @param reason name of the reason
     */
    public void updateRejected(String reason) {
        registry.counter("tributary.updates.rejected", tags.and(Tag.of("reason", reason)))
                .increment();
    }

    /** Counts a rejection that was not written to its topic, since its client has too many. */
    public void rejectionSuppressed() {
        suppressed.increment();
    }

    /**
     * Counts records that retention took before they were read.
     *
     * @param offsets offsets of the updates topic, above 0
     */
    public void offsetsLost(long offsets) {
        lostOffsets.increment(offsets);
    }

    /** Counts a forwarded partial sum. */
    public void partialForwarded() {
        partials.increment();
    }

    /**
     * Says how much a task of stage 1 holds.
     *
     * @param partition partition of the task
     * @param bytes     bytes of updates that are not complete
     */
    public void held(int partition, long bytes) {
        heldBytes.put(partition, bytes);
    }

    /**
     * Forgets a task of stage 1 that this instance no longer runs.
     *
     * @param partition partition of the task
     */
    public void heldNoMore(int partition) {
        heldBytes.remove(partition);
    }

    /**
     * Says that this instance runs the open round.
     *
     * @param version    newest published version
     * @param openedAtMs wall-clock time at which the round opened
     * @param members    updates in it
     */
    public void roundOpen(long version, long openedAtMs, long members) {
        modelVersion.set(version);
        roundOpenedAtMs.set(openedAtMs);
        roundMembers.set(members);
    }

    /**
     * Tells how often the open round was extended.
     *
     * @param extensions deadlines that it has passed below its quorum
     */
    public void roundExtended(long extensions) {
        roundExtensions.set(extensions);
    }

    /**
     * Tells of the masked round that waits for its masks.
     *
     * @param askedAtMs when the mask helper was asked, or empty if none waits
     */
    public void unmasking(Optional<Long> askedAtMs) {
        unmaskingSinceMs.set(askedAtMs.orElse(0L));
    }

    /** Says that this instance no longer runs the open round. */
    public void roundGone() {
        unmaskingSinceMs.set(0);
        roundOpenedAtMs.set(0);
        roundMembers.set(0);
        roundExtensions.set(0);
    }

    /**
     * Counts a closed round.
     *
     * @param reason         name of the reason
     * @param bytes          payload bytes of the version
     * @param aggregationMs  milliseconds that its aggregation took
     */
    public void roundClosed(String reason, long bytes, double aggregationMs) {
        registry.counter("tributary.rounds.closed", tags.and(Tag.of("reason", reason)))
                .increment();
        modelBytes.increment(bytes);
        aggregation.record(Duration.ofNanos((long) (aggregationMs * 1e6)));
    }

    /**
     * Shows the privacy loss of all releases so far. Without noise there is no such metric, since there is no number.
     *
     * @param figures figures by the names of {@code RoundResult}; empty without noise
     */
    public void privacy(Map<String, Double> figures) {
        figures.forEach((name, value) ->
                privacy.computeIfAbsent(name, this::privacyGauge).set(value));
    }

    private AtomicReference<Double> privacyGauge(String figure) {
        AtomicReference<Double> shown = new AtomicReference<>(0.0);
        Gauge.builder("tributary.privacy", shown, AtomicReference::get)
                .description(
                        "Privacy loss of the client that has lost most, over all releases so far; with noise alone")
                .tags(tags.and(Tag.of("figure", figure)))
                .register(registry);
        return shown;
    }

    /**
     * Gives the metrics of reports on versions.
     *
     * @return the same object each time
     */
    public EvaluationMetrics evaluation() {
        return evaluation;
    }

    private double roundAgeSeconds() {
        return secondsSince(roundOpenedAtMs.get());
    }

    private double secondsSince(long instantMs) {
        return instantMs == 0 ? 0 : Math.max(0, clock.millis() - instantMs) / 1000.0;
    }
}
