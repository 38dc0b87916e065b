package dev.tributary.aggregator.application;

import dev.tributary.aggregator.operations.TrafficMetrics;
import dev.tributary.aggregator.operations.TrafficMetrics.TopicShare;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Finds, among the hundreds of metrics of Kafka's clients, the few that an operator of a federation looks at. */
final class KafkaTraffic {

    private static final String FETCHES = "consumer-fetch-manager-metrics";
    private static final String SENDS = "producer-topic-metrics";
    private static final String CHANGELOG = "changelog";

    private final String prefix;
    private final String internalPrefix;

    KafkaTraffic(FederationTopics topics) {
        prefix = topics.updates().substring(0, topics.updates().lastIndexOf('.') + 1);
        internalPrefix = topics.applicationId() + "-";
    }

    /** Reads all of them once, and shows them. */
    void show(Map<MetricName, ? extends Metric> kafka, TrafficMetrics metrics) {
        Map<String, Double> received = new HashMap<>();
        Map<String, Double> sent = new HashMap<>();
        Map<TopicShare, Double> lags = new HashMap<>();
        kafka.forEach((name, metric) -> {
            Optional<String> topic = shortName(name.tags().get("topic"));
            if (topic.isPresent() && metric.metricValue() instanceof Double value) {
                if (is(name, FETCHES, "bytes-consumed-total")) {
                    received.merge(topic.get(), value, Double::sum);
                } else if (is(name, SENDS, "byte-total")) {
                    sent.merge(topic.get(), value, Double::sum);
                } else if (is(name, FETCHES, "records-lag") && !topic.get().equals(CHANGELOG) && value >= 0) {
                    int partition = Integer.parseInt(name.tags().get("partition"));
                    lags.merge(new TopicShare(topic.get(), partition), value, Math::max);
                }
            }
        });
        metrics.show(received, sent, lags);
    }

    private static boolean is(MetricName name, String group, String metric) {
        return name.group().equals(group) && name.name().equals(metric);
    }

    /** {@code updates} for {@code fl.<federation>.updates}; empty for what Kafka names in any other way. */
    private Optional<String> shortName(String topic) {
        // Kafka shows each topic twice, the second time with underscores for dots, which no longer has the prefix.
        if (topic == null || !topic.startsWith(prefix)) {
            return Optional.empty();
        }
        return Optional.of(topic.startsWith(internalPrefix) ? CHANGELOG : topic.substring(prefix.length()));
    }
}
