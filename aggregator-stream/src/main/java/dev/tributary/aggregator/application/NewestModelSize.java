package dev.tributary.aggregator.application;

import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up how long the model is, in the last records of the rounds topic: the model itself may not fit. */
final class NewestModelSize {

    private static final Logger LOG = LoggerFactory.getLogger(NewestModelSize.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A round's result is the last record of its transaction. */
    private static final long LOOK_BACK = 16;

    private NewestModelSize() {}

    /** The number of parameters, or empty if there is no model yet, or nothing was found in a few seconds. */
    static OptionalInt find(Map<String, Object> kafkaConfig, String roundsTopic, RecordFraming framing) {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        Consumer<String, byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
            return find(consumer, new TopicPartition(roundsTopic, 0), framing);
        } catch (KafkaException e) {
            // Whatever it is: the start itself will meet it again, and say it.
            LOG.debug("the model's size is not known", e);
            return OptionalInt.empty();
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        }
    }

    private static OptionalInt find(
            Consumer<String, byte[]> consumer, TopicPartition partition, RecordFraming framing) {
        consumer.assign(List.of(partition));
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, Math.max(begin, end - LOOK_BACK));
        OptionalInt found = OptionalInt.empty();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(partition) < end && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.value() != null && RecordKeys.isRound(record.key())) {
                    found = parameters(framing, record.value());
                }
            }
        }
        return found;
    }

    private static OptionalInt parameters(RecordFraming framing, byte[] value) {
        try {
            return OptionalInt.of(
                    Math.toIntExact(framing.decode(value, RoundResult.class).getParameterCount()));
        } catch (UndecodableRecordException | ArithmeticException e) {
            LOG.debug("a round's result cannot be read", e);
            return OptionalInt.empty();
        }
    }
}
