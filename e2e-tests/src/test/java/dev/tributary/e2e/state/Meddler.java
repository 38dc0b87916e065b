package dev.tributary.e2e.state;

import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.TestFederation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Does to a federation's offsets, changelogs and topics what an operator, a retention, a mirror or a tool may do. */
final class Meddler implements AutoCloseable {

    private final TestFederation federation;
    private final Admin admin;

    Meddler(TestFederation federation) {
        this.federation = federation;
        this.admin = Admin.create(federation.kafka());
    }

    /** Names a changelog of the federation. */
    String changelog(String store) {
        return federation.topics().applicationId() + "-" + store + "-changelog";
    }

    /** Deletes the aggregator's group, as its offsets expire, once nobody is in it any more. */
    void deleteGroup() {
        await().atMost(TestFederation.PATIENCE).ignoreExceptions().until(() -> {
            get(admin.deleteConsumerGroups(List.of(federation.topics().applicationId()))
                    .all());
            return true;
        });
    }

    /** Sets an offset of the group by hand, once nobody is in it any more. */
    void setOffset(String topic, long offset) {
        await().atMost(TestFederation.PATIENCE).ignoreExceptions().until(() -> {
            get(admin.alterConsumerGroupOffsets(
                            federation.topics().applicationId(),
                            Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                    .all());
            return true;
        });
    }

    /** Offset that a partition goes on with. */
    long end(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all())
                .get(partition)
                .offset();
    }

    /** Deletes all that a topic of one partition holds, as retention does. */
    void truncate(String topic) {
        get(admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(end(topic))))
                .all());
    }

    /** Deletes topics, those that there are. */
    void delete(Collection<String> topics) {
        Collection<String> there = get(admin.listTopics().names());
        get(admin.deleteTopics(topics.stream().filter(there::contains).toList()).all());
        await().atMost(TestFederation.PATIENCE)
                .until(() -> get(admin.listTopics().names()).stream().noneMatch(topics::contains));
    }

    /** Changes a setting of a topic. */
    void alter(String topic, String setting, String value) {
        get(admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new org.apache.kafka.clients.admin.AlterConfigOp(
                                new org.apache.kafka.clients.admin.ConfigEntry(setting, value),
                                org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET))))
                .all());
    }

    /** Deletes a topic, creates it again with the same settings, and writes its committed records again, as a mirror does. */
    void refill(String topic) {
        int count = get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .size();
        Map<String, String> settings = settings(topic);
        List<ConsumerRecord<byte[], byte[]>> records = records(topic, count);
        delete(List.of(topic));
        await().atMost(TestFederation.PATIENCE).ignoreExceptions().until(() -> {
            get(admin.createTopics(List.of(new NewTopic(topic, count, (short) 1).configs(settings)))
                    .all());
            return true;
        });
        write(records);
    }

    private Map<String, String> settings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        get(admin.describeConfigs(List.of(resource)).values().get(resource)).entries().stream()
                .filter(entry -> !entry.isDefault())
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        Map<String, Object> config = new HashMap<>(federation.kafka());
        config.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = java.util.stream.IntStream.range(0, count)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private void write(List<ConsumerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(federation.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = records.stream()
                    .map(record -> producer.send(
                            new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value())))
                    .collect(Collectors.toList());
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
