package dev.tributary.federation.condition;

import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.cluster.ClusterOffsets;
import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.GroupOutsider;
import dev.tributary.log.reading.OffsetRange;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Has a federation go on from its newest model: in one transaction the group's offsets are set to the ends of all that it
 * reads, and every key of the changelogs is taken back. It needs the aggregator's rights and no others: nothing is deleted.
 *
 * @param cluster     stays with the caller
 * @param topics      names of the federation
 * @param kafkaConfig how to reach the cluster, by Kafka's names
 */
public record Adoption(Cluster cluster, FederationTopics topics, Map<String, Object> kafkaConfig) {

    private static final Duration READING = Duration.ofSeconds(30);

    /** Of no store: it says that the memory was taken back, where a changelog held nothing. */
    static final String MARK = "adopted";

    /** Copies the map. */
    public Adoption {
        kafkaConfig = Map.copyOf(kafkaConfig);
    }

    /**
     * Begins anew. What was sent and is in no version yet will be in none.
     *
     * @throws FederationException if an aggregator runs, a changelog is missing, this principal may not, or the cluster
     *                             does not answer; nothing has changed then
     */
    public void run() {
        List<TopicPartition> memory = memory();
        int members = cluster.offsets().members(topics.applicationId());
        if (members > 0) {
            throw new FederationException("group " + topics.applicationId() + " must have no members, has " + members
                    + "; stop every aggregator of the federation first, and wait until the group has forgotten one that has"
                    + " died (session.timeout.ms, 15 s)");
        }
        Map<TopicPartition, Set<String>> keys = keys(memory);
        try (Producer<String, byte[]> producer = new KafkaProducer<>(producerConfig())) {
            producer.initTransactions();
            producer.beginTransaction();
            keys.forEach((partition, gone) -> gone.forEach(
                    key -> producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), key, null))));
            producer.sendOffsetsToTransaction(ends(), GroupOutsider.of(kafkaConfig, topics.applicationId()));
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new FederationException(
                    "federation " + topics.federation() + " could not be adopted: " + e.getMessage()
                            + "; it takes the Kafka properties of the aggregator",
                    e);
        }
    }

    private List<TopicPartition> memory() {
        return cluster.requireTopics(ConditionReader.memory(topics)).entrySet().stream()
                .flatMap(topic -> ConditionReader.partitionsOf(
                        topic.getKey(), topic.getValue().partitions().size()))
                .toList();
    }

    private Map<TopicPartition, OffsetAndMetadata> ends() {
        ClusterOffsets offsets = cluster.offsets();
        // In a masked federation the group reads more topics; those that it has read are known by its offsets.
        Set<TopicPartition> inputs =
                new HashSet<>(offsets.committed(topics.applicationId()).keySet());
        inputs.addAll(new ConditionReader(cluster, topics).inputPartitions());
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        offsets.ends(inputs).forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        return ends;
    }

    private Map<TopicPartition, Set<String>> keys(List<TopicPartition> memory) {
        Map<TopicPartition, Set<String>> keys = new HashMap<>();
        try (CommittedReader reader = CommittedReader.open(Framings.kafkaOnly(kafkaConfig), Fetching.PRESENT)) {
            for (TopicPartition partition : memory) {
                Set<String> found = new HashSet<>(Set.of(MARK));
                OffsetRange range = reader.range(partition, READING);
                reader.read(
                        partition,
                        range.begin(),
                        range.end(),
                        Patience.ofSilence(READING),
                        record -> found.add(record.key()));
                keys.put(partition, found);
            }
        }
        return keys;
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.applicationId() + "-adopt");
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }
}
