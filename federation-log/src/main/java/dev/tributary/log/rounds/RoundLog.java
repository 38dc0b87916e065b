package dev.tributary.log.rounds;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the topic {@code rounds} from its beginning and follows it, as a member of no group: {@code assign},
 * {@code read_committed}.
 *
 * <p>Not thread-safe, except for {@link #wakeup}.
 */
public final class RoundLog implements AutoCloseable {

    private final CommittedReader reader;
    private final TopicPartition partition;
    private final RoundHistory history;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topic       the federation's topic of rounds
     */
    public RoundLog(Map<String, Object> kafkaConfig, String topic) {
        reader = CommittedReader.open(kafkaConfig, Fetching.USUAL);
        history = new RoundHistory(Framings.of(kafkaConfig).newFraming());
        partition = new TopicPartition(topic, 0);
        reader.followFromBeginning(List.of(partition));
    }

    /**
     * Reads all that is there.
     *
     * @param timeout longest time to take
     * @return the rounds so far; the same object grows with each later call
     * @throws FederationException if the topic cannot be read in that time
     */
    public RoundHistory readToEnd(Duration timeout) {
        try {
            reader.catchUp(partition, Patience.inAll(timeout), record -> history.accept(record.key(), record.value()));
            return history;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throw new FederationException("topic " + partition.topic() + " could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the next records.
     *
     * @param timeout longest time to wait
     * @return versions of which something new was said, in order; empty if nothing came
     * @throws WakeupException after {@link #wakeup}
     */
    public Set<Long> poll(Duration timeout) {
        Set<Long> versions = new TreeSet<>();
        reader.poll(timeout, record -> {
            long version = history.accept(record.key(), record.value());
            if (version >= 0) {
                versions.add(version);
            }
        });
        return versions;
    }

    /**
     * Shows the rounds read so far.
     *
     * @return the same object each time
     */
    public RoundHistory history() {
        return history;
    }

    /** Makes a waiting or the next call of another method throw. May be called from any thread. */
    public void wakeup() {
        reader.wakeup();
    }

    @Override
    public void close() {
        reader.close();
    }
}
