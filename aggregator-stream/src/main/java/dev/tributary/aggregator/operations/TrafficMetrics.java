package dev.tributary.aggregator.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytes that this instance read and wrote by topic, and how far its consumers are behind. Set before each scrape from
 * what Kafka's own clients have counted.
 *
 * <p>Thread-safe.
 */
public final class TrafficMetrics {

    private static final String TOPIC = "topic";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Double> received = new ConcurrentHashMap<>();
    private final Map<String, Double> sent = new ConcurrentHashMap<>();
    private final MultiGauge lag;

    /**
     * @param registry   where the metrics go
     * @param federation value of the tag {@code federation}
     */
    public TrafficMetrics(MeterRegistry registry, String federation) {
        this.registry = registry;
        this.tags = Tags.of("federation", federation);
        lag = MultiGauge.builder("tributary.consumer.lag")
                .description("Records of the partition that this instance has not fetched yet, as of its last fetch")
                .tags(tags)
                .register(registry);
    }

    /**
     * Shows new totals.
     *
     * @param receivedBytes bytes read since the start, by the short name of the topic
     * @param sentBytes     bytes written since the start, by the short name of the topic
     * @param lags          records not fetched yet, of the partitions that this instance has
     */
    public synchronized void show(
            Map<String, Double> receivedBytes, Map<String, Double> sentBytes, Map<TopicShare, Double> lags) {
        show(
                "tributary.received.bytes",
                "Bytes of records read, as they came from the broker",
                received,
                receivedBytes);
        show("tributary.sent.bytes", "Bytes of records written, as they went to the broker", sent, sentBytes);
        List<MultiGauge.Row<?>> rows = lags.entrySet().stream()
                .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                        Tags.of(
                                TOPIC,
                                entry.getKey().topic(),
                                "partition",
                                String.valueOf(entry.getKey().partition())),
                        entry.getValue()))
                .toList();
        lag.register(rows, true);
    }

    private void show(String name, String description, Map<String, Double> shown, Map<String, Double> totals) {
        totals.forEach((topic, total) -> {
            if (shown.put(topic, total) == null) {
                FunctionCounter.builder(name, shown, values -> values.get(topic))
                        .description(description)
                        .tags(tags.and(TOPIC, topic))
                        .register(registry);
            }
        });
    }

    /**
     * A partition, by the short name of its topic.
     *
     * @param topic     such as {@code updates}
     * @param partition number of the partition
     */
    public record TopicShare(String topic, int partition) {}
}
