package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.operations.TrafficMetrics;
import dev.tributary.schemas.topic.FederationTopics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** On metrics as Kafka's clients name them. */
class KafkaTrafficTest {

    private static final String FETCHES = "consumer-fetch-manager-metrics";
    private static final String SENDS = "producer-topic-metrics";

    private final FederationTopics topics = new FederationTopics("test");
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TrafficMetrics metrics = new TrafficMetrics(registry, "test");
    private final KafkaTraffic traffic = new KafkaTraffic(topics);
    private final Map<MetricName, Metric> kafka = new HashMap<>();

    private void count(String group, String name, String topic, Map<String, String> more, Object value) {
        Map<String, String> tags = new TreeMap<>(more);
        tags.put("topic", topic);
        MetricName metricName = new MetricName(name, group, "", tags);
        kafka.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }

    private static Map<String, String> client(String id) {
        return Map.of("client-id", id);
    }

    private double counter(String name, String topic) {
        return registry.get(name).tag("topic", topic).functionCounter().count();
    }

    @Test
    void shouldAddUpTheClientsOfATopicWhenTheyAreShown() {
        count(FETCHES, "bytes-consumed-total", topics.updates(), client("a"), 10.0);
        count(FETCHES, "bytes-consumed-total", topics.updates(), client("b"), 5.0);
        count(SENDS, "byte-total", topics.model(), client("a"), 7.0);
        count(SENDS, "byte-total", topics.applicationId() + "-round-changelog", client("a"), 3.0);
        count(SENDS, "byte-total", topics.applicationId() + "-admission-changelog", client("a"), 4.0);

        traffic.show(kafka, metrics);

        assertThat(counter("tributary.received.bytes", "updates")).isEqualTo(15);
        assertThat(counter("tributary.sent.bytes", "model")).isEqualTo(7);
        assertThat(counter("tributary.sent.bytes", "changelog")).isEqualTo(7);
    }

    @Test
    void shouldCountOnceWhenKafkaShowsATopicUnderTwoNames() {
        count(FETCHES, "bytes-consumed-total", topics.updates(), client("a"), 10.0);
        count(FETCHES, "bytes-consumed-total", topics.updates().replace('.', '_'), client("a"), 10.0);

        traffic.show(kafka, metrics);
        kafka.clear();
        count(FETCHES, "bytes-consumed-total", topics.updates(), client("a"), 12.0);
        traffic.show(kafka, metrics);

        assertThat(counter("tributary.received.bytes", "updates")).isEqualTo(12);
        assertThat(registry.find("tributary.received.bytes").functionCounters()).hasSize(1);
    }

    @Test
    void shouldForgetThePartitionWhenItMovesAway() {
        count(FETCHES, "records-lag", topics.updates(), Map.of("client-id", "a", "partition", "0"), 3.0);
        count(FETCHES, "records-lag", topics.updates(), Map.of("client-id", "a", "partition", "1"), 4.0);
        count(FETCHES, "records-lag", topics.updates(), Map.of("client-id", "b", "partition", "2"), Double.NaN);
        traffic.show(kafka, metrics);
        assertThat(registry.find("tributary.consumer.lag").gauges()).hasSize(2);

        kafka.keySet().removeIf(name -> "0".equals(name.tags().get("partition")));
        traffic.show(kafka, metrics);

        assertThat(registry.get("tributary.consumer.lag").gauge().value()).isEqualTo(4);
        assertThat(registry.get("tributary.consumer.lag").gauge().getId().getTag("partition"))
                .isEqualTo("1");
    }
}
