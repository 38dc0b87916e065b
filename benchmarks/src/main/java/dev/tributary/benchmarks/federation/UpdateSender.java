package dev.tributary.benchmarks.federation;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes updates of many clients through one idempotent producer. Not thread-safe. */
public final class UpdateSender implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final RecordFraming framing = new RecordFraming();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param kafka how to reach the broker
     * @param topic the federation's updates topic
     */
    public UpdateSender(Map<String, Object> kafka, String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    /**
     * Writes all records of an update, in order.
     *
     * @param update      the update
     * @param clientId    who sends it
     * @param updateId    its id
     * @param baseVersion version that it claims to be trained from
     * @param partition   where it goes, or null for the partition of the client's id
     * @return acknowledgement of the last record
     */
    public Future<RecordMetadata> send(
            MadeUpdate update, String clientId, String updateId, long baseVersion, Integer partition) {
        if (failure.get() != null) {
            throw new FederationException("an update could not be written: " + failure.get(), failure.get());
        }
        List<byte[]> records = update.records(clientId, updateId, baseVersion, framing);
        Future<RecordMetadata> last = null;
        for (byte[] value : records) {
            last = producer.send(new ProducerRecord<>(topic, partition, clientId, value), (place, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
        }
        return last;
    }

    /**
     * Waits for an acknowledgement.
     *
     * @param sent the answer of {@link #send}
     */
    public static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new FederationException("an update could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("the benchmark was interrupted", e);
        }
    }

    /** Waits until everything is acknowledged. */
    public void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new FederationException("an update could not be written: " + failure.get(), failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
