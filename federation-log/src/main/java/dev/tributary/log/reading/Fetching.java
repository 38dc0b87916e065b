package dev.tributary.log.reading;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Sizes and waits of a reader's fetches. A value that the user has set stays. */
public enum Fetching {

    /** Kafka's own: small records, followed as they come. */
    USUAL(Map.of()),

    /**
     * Models: a version comes in one fetch up to 16 MiB, where Kafka's 1 MiB would take a round trip a chunk, and the
     * operating system sizes the receive buffer, since Kafka's 64 KiB slow down megabytes at a time.
     */
    LARGE_RECORDS(Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 << 20, ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1)),

    /**
     * Ranges whose records are there already: a fetch beyond them would hold up the closing of the reader for Kafka's
     * default of 500 ms. A range whose beginning is removed meanwhile is refused; it would be cut short without a word.
     */
    PRESENT(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20));

    private final Map<String, Object> settings;

    Fetching(Map<String, Object> settings) {
        this.settings = settings;
    }

    /** Kafka's {@code auto.offset.reset}: for a position that is not there any more. */
    String offsetReset() {
        return this == PRESENT ? "none" : "earliest";
    }

    void addTo(Map<String, Object> config) {
        settings.forEach(config::putIfAbsent);
    }
}
