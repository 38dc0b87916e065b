package dev.tributary.e2e.chaos;

import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.TestFederation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Sees where logs end, uncommitted records included, and does to topics what only an operator, or nobody, should. */
final class LogEnds implements AutoCloseable {

    private final Admin admin;
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

    LogEnds(TestFederation federation) {
        admin = Admin.create(federation.kafka());
    }

    /** Counts what all partitions of a topic have taken since they were made, uncommitted records included. */
    private long end(String topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> asked = partitionsOf(topic).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                get(admin.listOffsets(asked).all());
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return partitions.computeIfAbsent(
                topic,
                name -> get(admin.describeTopics(List.of(name))
                                .topicNameValues()
                                .get(name))
                        .partitions()
                        .stream()
                        .map(partition -> new TopicPartition(name, partition.partition()))
                        .toList());
    }

    /** Waits for more records, committed or not, and comes back as soon as they are there. */
    void awaitMore(String topic, long records) {
        long from = end(topic);
        await().atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> end(topic) >= from + records);
    }

    /** Deletes all that a topic holds, as retention would. */
    void truncate(String topic) {
        Map<TopicPartition, RecordsToDelete> all = ends(topic).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue())));
        get(admin.deleteRecords(all).all());
    }

    /** Adds partitions to a topic, as kafka-topics --alter does. */
    void grow(String topic, int count) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count)))
                .all());
    }

    /** Deletes a topic. */
    void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }

    /** Deletes a topic and creates it again with the same settings. */
    void recreate(String topic) {
        int count = partitionsOf(topic).size();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        get(admin.describeConfigs(List.of(resource)).values().get(resource)).entries().stream()
                .filter(entry -> !entry.isDefault())
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        delete(topic);
        await().atMost(TestFederation.PATIENCE).ignoreExceptions().until(() -> {
            get(admin.createTopics(List.of(new NewTopic(topic, count, (short) 1).configs(settings)))
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
