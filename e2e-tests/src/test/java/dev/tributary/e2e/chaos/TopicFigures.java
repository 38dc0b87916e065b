package dev.tributary.e2e.chaos;

import dev.tributary.e2e.harness.TestFederation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topics of a federation take on the broker's disk, and how many keys its stores hold. */
final class TopicFigures implements AutoCloseable {

    private static final String CHANGELOG = "-changelog";

    private final TestFederation federation;
    private final Admin admin;

    TopicFigures(TestFederation federation) {
        this.federation = federation;
        this.admin = Admin.create(federation.kafka());
    }

    /** Names of the federation's topics, changelogs included. */
    Set<String> topics() throws InterruptedException, ExecutionException {
        String prefix = "fl." + federation.topics().federation() + ".";
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    /** Bytes by topic, without the federation's prefix; all changelogs as one. */
    Map<String, Long> bytes() throws InterruptedException, ExecutionException {
        Set<String> topics = topics();
        Map<String, Long> bytes = new TreeMap<>();
        admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                .flatMap(directories -> directories.values().stream())
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> topics.contains(replica.getKey().topic()))
                .forEach(replica -> bytes.merge(
                        shortName(replica.getKey().topic()), replica.getValue().size(), Long::sum));
        return bytes;
    }

    private static String shortName(String topic) {
        return topic.endsWith(CHANGELOG) ? "changelogs" : topic.substring(topic.lastIndexOf('.') + 1);
    }

    /** Changes settings of a topic. */
    void alter(String topic, Map<String, String> settings) throws InterruptedException, ExecutionException {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        settings.entrySet().stream()
                                .map(setting -> new AlterConfigOp(
                                        new ConfigEntry(setting.getKey(), setting.getValue()),
                                        AlterConfigOp.OpType.SET))
                                .toList()))
                .all()
                .get();
    }

    /** Keys that live in the aggregator's stores, as its changelogs tell. */
    long storeKeys() throws InterruptedException, ExecutionException {
        Map<String, Object> config = new HashMap<>(federation.kafka());
        config.put("isolation.level", "read_committed");
        long keys = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String topic : topics()) {
                if (topic.endsWith(CHANGELOG)) {
                    for (var info : consumer.partitionsFor(topic)) {
                        keys += liveKeys(consumer, new TopicPartition(topic, info.partition()));
                    }
                }
            }
        }
        return keys;
    }

    private static long liveKeys(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        Set<ByteBuffer> live = new HashSet<>();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                ByteBuffer key = ByteBuffer.wrap(record.key());
                if (record.value() == null) {
                    live.remove(key);
                } else {
                    live.add(key);
                }
            }
        }
        return live.size();
    }

    @Override
    public void close() {
        admin.close();
    }
}
