package dev.tributary.log.reading;

import dev.tributary.log.registry.Framings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer group as one who has not joined it knows it, for transactions that set its offsets. */
public final class GroupOutsider {

    private GroupOutsider() {}

    /**
     * Names a group to a producer. Nothing is asked of the cluster; whoever sets offsets looks first that nobody is a
     * member.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param groupId     name of the group, which need not exist
     * @return the group without a member or a generation
     * @throws org.apache.kafka.common.KafkaException if no consumer can be made with these properties
     */
    public static ConsumerGroupMetadata of(Map<String, ?> kafkaConfig, String groupId) {
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }
}
