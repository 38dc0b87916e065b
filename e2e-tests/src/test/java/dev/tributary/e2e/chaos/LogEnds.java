package dev.tributary.e2e.chaos;

import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.TestFederation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Sees where logs end, uncommitted records included, and does to topics what only an operator, or nobody, should. */
final class LogEnds implements AutoCloseable {

    private final Admin admin;

    LogEnds(TestFederation federation) {
        admin = Admin.create(federation.kafka());
    }

    /** End of a topic's first partition, uncommitted records included. */
    long end(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
                .offset();
    }

    /** Waits for more records, committed or not, and comes back as soon as they are there. */
    void awaitMore(String topic, long records) {
        long from = end(topic);
        await().atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> end(topic) >= from + records);
    }

    /** Deletes all that a topic's first partition holds, as retention would; answers how many offsets that were. */
    long truncate(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = end(topic);
        get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end)))
                .lowWatermarks()
                .get(partition));
        return end;
    }

    /** Deletes a topic and creates it again with the same settings. */
    void recreate(String topic) {
        int partitions = get(admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic))
                .partitions()
                .size();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        get(admin.describeConfigs(List.of(resource)).values().get(resource)).entries().stream()
                .filter(entry -> !entry.isDefault())
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        get(admin.deleteTopics(List.of(topic)).all());
        await().atMost(TestFederation.PATIENCE).ignoreExceptions().until(() -> {
            get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all());
            return true;
        });
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
