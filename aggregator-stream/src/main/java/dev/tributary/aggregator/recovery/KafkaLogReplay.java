package dev.tributary.aggregator.recovery;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.Patience;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the real log, with a {@link CommittedReader} that is made for each range. */
public final class KafkaLogReplay implements LogReplay {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogReplay.class);

    /** Below Kafka's default of max.poll.interval.ms (5 min), since a replay runs on the stream thread. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    /** As Kafka's default of default.api.timeout.ms. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private final Supplier<CommittedReader> readers;
    private final Map<String, FoundTopic> topics;
    private final Progress progress;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topics      the federation's topics by name
     * @param progress    is told how much is left
     */
    public KafkaLogReplay(Map<String, Object> kafkaConfig, Map<String, FoundTopic> topics, Progress progress) {
        this(() -> CommittedReader.open(kafkaConfig, Fetching.PRESENT), topics, progress);
    }

    /** For readers of another kind; each is closed after its use. */
    KafkaLogReplay(Supplier<CommittedReader> readers, Map<String, FoundTopic> topics, Progress progress) {
        this.readers = readers;
        this.topics = Map.copyOf(topics);
        this.progress = progress;
    }

    @Override
    public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
        if (through < from) {
            return;
        }
        long startedAt = System.nanoTime();
        try (CommittedReader reader = readers.get()) {
            requireHeld(reader, partition, from);
            progress.remaining(partition, through - from + 1);
            reader.read(partition, from, through + 1, Patience.ofSilence(LONGEST_SILENCE), record -> {
                visitor.visit(record.key(), record.value(), record.offset());
                progress.remaining(partition, through - record.offset());
            });
        } catch (FederationException e) {
            throw told(e, partition, from, through);
        } finally {
            progress.remaining(partition, 0);
        }
        LOG.info(
                "read {} offsets {} to {} again in {} ms",
                partition,
                from,
                through,
                Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
    }

    @Override
    public long firstOffset(TopicPartition partition) {
        try (CommittedReader reader = readers.get()) {
            return reader.range(partition, LONGEST_ANSWER).begin();
        } catch (FederationException e) {
            throw tried(e);
        }
    }

    @Override
    public String topicId(String topic) {
        return topics.containsKey(topic) ? topics.get(topic).id() : "";
    }

    @Override
    public int partitions(String topic) {
        return topics.containsKey(topic) ? topics.get(topic).partitions() : 1;
    }

    private static void requireHeld(CommittedReader reader, TopicPartition partition, long from) {
        long begin = reader.range(partition, LONGEST_ANSWER).begin();
        if (begin > from) {
            throw new FederationException(partition + " must still hold offset " + from
                    + ", which has not been published yet, but begins at " + begin
                    + "; retention.ms must be longer than a round and than any stop of the aggregator");
        }
    }

    /** Gives Kafka Streams the exception after which it tries again: the broker is away, and a person has nothing to put right. */
    private static RuntimeException tried(FederationException failure) {
        return failure.getCause() instanceof TimeoutException away ? away : failure;
    }

    /** Says of a range that could not be read that it had been processed before. */
    private static RuntimeException told(
            FederationException failure, TopicPartition partition, long from, long through) {
        if (failure.getCause() instanceof OffsetOutOfRangeException gone) {
            return new FederationException(
                    partition + " must still hold offsets " + from + " to " + through
                            + ", which have been processed before, but does not; was the topic created anew?",
                    gone);
        }
        return tried(failure);
    }
}
