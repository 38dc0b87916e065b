package dev.tributary.aggregator.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rest that this instance has to read before it goes on after a start or a takeover: changelogs into the stores, then
 * its input from the oldest open record to the last processed one.
 *
 * <p>Thread-safe.
 */
public final class RestoreMetrics {

    private final Map<String, Long> changelogs = new ConcurrentHashMap<>();
    private final Map<String, Long> inputs = new ConcurrentHashMap<>();

    /**
     * @param registry   where the metrics go
     * @param federation value of the tag {@code federation}
     */
    public RestoreMetrics(MeterRegistry registry, String federation) {
        gauge(registry, federation, "changelog", changelogs);
        gauge(registry, federation, "input", inputs);
    }

    private static void gauge(MeterRegistry registry, String federation, String source, Map<String, Long> remaining) {
        Gauge.builder("tributary.restore.remaining", remaining, RestoreMetrics::sum)
                .description("Records to be read before processing goes on; 0 when nothing is being restored")
                .tags(Tags.of("federation", federation, "source", source))
                .register(registry);
    }

    private static double sum(Map<String, Long> remaining) {
        return remaining.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Says how much of a changelog is left.
     *
     * @param partition names the changelog and its partition
     * @param records   records left; 0 or less when it is done or given up
     */
    public void changelog(String partition, long records) {
        put(changelogs, partition, records);
    }

    /**
     * Says how much of an input topic is left to be read again.
     *
     * @param partition names the topic and its partition
     * @param records   offsets left; 0 or less when it is done or given up
     */
    public void input(String partition, long records) {
        put(inputs, partition, records);
    }

    private static void put(Map<String, Long> remaining, String partition, long records) {
        if (records > 0) {
            remaining.put(partition, records);
        } else {
            remaining.remove(partition);
        }
    }
}
