package dev.tributary.client.update;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own test producer, but chosen sends are not acknowledged. A record that failed is not in the history. */
public final class FlakyProducer extends MockProducer<String, byte[]> {

    private final Map<Integer, KafkaException> failures = new HashMap<>();
    private int sends;

    /** Acknowledges everything until told otherwise. */
    public FlakyProducer() {
        super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * @param send    counted from 0 over the producer's life
     * @param failure what that send ends with
     * @return this
     */
    public FlakyProducer failing(int send, KafkaException failure) {
        failures.put(send, failure);
        return this;
    }

    /** How many records were handed over, those that failed too. */
    public int sends() {
        return sends;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        KafkaException failure = failures.get(sends++);
        return failure == null ? super.send(record) : CompletableFuture.failedFuture(failure);
    }
}
