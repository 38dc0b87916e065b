package dev.tributary.e2e.harness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records to the updates topic, good and bad ones, with Kafka's own producer. */
public final class UpdateSender implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final String topic;

    UpdateSender(Map<String, Object> kafka, String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    /** Writes all records of an update; returns where the first stands. */
    public RecordMetadata send(RawUpdate update) {
        return sendAll(update.key(), update.records());
    }

    /** Writes all records of an update to a partition, as no partitioner would; returns where the first stands. */
    public RecordMetadata sendTo(int partition, RawUpdate update) {
        return await(update.records().stream()
                .map(value -> new ProducerRecord<>(topic, partition, update.key(), value))
                .toList());
    }

    /** Writes all records of an update as a client does whose clock shows that instant. */
    public RecordMetadata sendAt(Instant clock, RawUpdate update) {
        return await(update.records().stream()
                .map(value -> new ProducerRecord<>(topic, null, clock.toEpochMilli(), update.key(), value))
                .toList());
    }

    /** Writes records under one key, in order; returns where the first stands. */
    public RecordMetadata sendAll(String key, List<byte[]> values) {
        return await(values.stream()
                .map(value -> new ProducerRecord<>(topic, key, value))
                .toList());
    }

    private RecordMetadata await(List<ProducerRecord<String, byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(producer.send(record)));
        try {
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            return sent.get(0).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker must take the records, did not", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was to take records", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
