package dev.tributary.aggregator.publication;

import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Reads the model topic with a {@link ModelReader} for each look: there is one at each start of the task, and one for each
 * rollback.
 *
 * @param kafkaConfig how to reach the cluster, by Kafka's names
 * @param topic       the model topic
 */
public record KafkaModelSource(Map<String, Object> kafkaConfig, String topic) implements ModelSource {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Copies the configuration. */
    public KafkaModelSource {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
        // All that is read is there already, and closing must not wait for more.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        kafkaConfig = Map.copyOf(config);
    }

    @Override
    public Optional<GlobalModel> newest() {
        try (ModelReader reader = new ModelReader(kafkaConfig, topic)) {
            return reader.newest(TIMEOUT);
        }
    }

    @Override
    public Optional<GlobalModel> version(long version) {
        try (ModelReader reader = new ModelReader(kafkaConfig, topic)) {
            return reader.version(version, TIMEOUT);
        }
    }

    /** Prints the topic only: the configuration may hold secrets. */
    @Override
    public String toString() {
        return "KafkaModelSource[" + topic + "]";
    }
}
