package dev.tributary.aggregator.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Metrics of clients' reports on versions, and of the figures made of them.
 *
 * <p>Thread-safe.
 */
public final class EvaluationMetrics {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter admitted;
    private final AtomicLong reports;
    private final AtomicLong group;
    private final Map<String, AtomicReference<Double>> means = new ConcurrentHashMap<>();

    EvaluationMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        admitted = Counter.builder("tributary.evaluations.admitted")
                .description("Clients' reports on a version that count")
                .tags(tags)
                .register(registry);
        reports = gauge("tributary.evaluation.reports", "Clients behind the figures of a version that left last");
        group = gauge("tributary.evaluation.group", "Clients of which reports on that version were to be expected");
    }

    private AtomicLong gauge(String name, String description) {
        AtomicLong shown = new AtomicLong();
        Gauge.builder(name, shown, AtomicLong::get)
                .description(description)
                .tags(tags)
                .register(registry);
        return shown;
    }

    /** Counts a client's report on a version. */
    public void admitted() {
        admitted.increment();
    }

    /**
     * Counts a refused report on a version.
     *
     * @param reason name of the reason
     */
    public void refused(String reason) {
        registry.counter("tributary.evaluations.refused", tags.and(Tag.of("reason", reason)))
                .increment();
    }

    /**
     * Shows how well the version evaluated last does.
     *
     * @param metric name of the configured metric: of no other one, since clients choose names
     * @param mean   its mean over the clients
     */
    public void judged(String metric, double mean) {
        means.computeIfAbsent(metric, name -> {
                    AtomicReference<Double> shown = new AtomicReference<>(mean);
                    Gauge.builder("tributary.evaluation.mean", shown, AtomicReference::get)
                            .description("Mean over the clients that evaluated the last version, of the metric that"
                                    + " stop and guard look at")
                            .tags(tags.and(Tag.of("metric", name)))
                            .register(registry);
                    return shown;
                })
                .set(mean);
    }

    /**
     * Shows who stands behind the figures that left last.
     *
     * @param reportCount clients behind them
     * @param groupSize   clients that were to be expected
     */
    public void shown(long reportCount, long groupSize) {
        reports.set(reportCount);
        group.set(groupSize);
    }
}
