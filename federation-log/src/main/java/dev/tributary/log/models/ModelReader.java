package dev.tributary.log.models;

import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelAssembler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads global models from the model topic, as a member of no group: {@code assign}, {@code read_committed}.
 *
 * <p>The newest version is looked for from the end of the log backwards, so that a reader pays for one model, not for
 * all that the topic holds.
 *
 * <p>Not thread-safe, except for {@link #wakeup}.
 */
public final class ModelReader implements AutoCloseable {

    /** Records of the first look: a head, its commit marker, and a few more. */
    private static final long FIRST_LOOK = 8;

    private static final Duration POLL = Duration.ofMillis(200);

    /** Whoever has just polled is not far behind, and need not ask the broker. */
    private static final Duration AT_THE_END = Duration.ofSeconds(1);

    /** A version comes in one fetch up to this size; Kafka's default of 1 MiB would take one round trip a chunk. */
    private static final int FETCH_BYTES = 16 << 20;

    /** Lets the operating system size it: Kafka's 64 KiB slow down what is megabytes at a time. */
    private static final int RECEIVE_BUFFER = -1;

    /** A search from the end is not cut off by a caller who looks in for a moment only. */
    private static final Duration SEARCH = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ModelReader.class);

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final RecordFraming framing;
    private final Duration atTheEnd;
    private ModelAssembler following;
    private FederationState state;
    private boolean positioned;
    private int chunksPerVersion = 1;
    private long polledAt;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topic       the federation's model topic
     */
    public ModelReader(Map<String, Object> kafkaConfig, String topic) {
        this(
                new KafkaConsumer<>(readerConfig(kafkaConfig), new StringDeserializer(), new ByteArrayDeserializer()),
                topic,
                Framings.of(kafkaConfig).newFraming(),
                AT_THE_END);
    }

    /**
     * @param atTheEnd how long after a poll the reader takes itself to be near the end
     */
    ModelReader(Consumer<String, byte[]> consumer, String topic, RecordFraming framing, Duration atTheEnd) {
        this.framing = framing;
        this.atTheEnd = atTheEnd;
        this.polledAt = System.nanoTime() - atTheEnd.toNanos();
        this.following = new ModelAssembler(framing);
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
    }

    private static Map<String, Object> readerConfig(Map<String, Object> kafkaConfig) {
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return config;
    }

    /**
     * Reads the newest version whose chunks are all there and whose digest matches.
     *
     * @param timeout longest time to take
     * @return the version, or empty if the topic holds none
     * @throws FederationException if the topic cannot be read in that time
     */
    public Optional<GlobalModel> newest(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        // Until the search is done the position is somewhere in between, and following from there would miss a version.
        positioned = false;
        try {
            long begin = offset(consumer.beginningOffsets(List.of(partition), timeout));
            long end = offset(consumer.endOffsets(List.of(partition), timeout));
            return searchBackwards(begin, end, deadline);
        } catch (TimeoutException e) {
            throw unreadable(e);
        }
    }

    private Optional<GlobalModel> searchBackwards(long begin, long end, long deadline) {
        long from = Math.max(begin, end - FIRST_LOOK);
        while (true) {
            ModelAssembler assembler = new ModelAssembler(framing);
            read(from, end, assembler, deadline);
            Optional<GlobalModel> newest = assembler.newest();
            if (newest.isPresent() || from == begin) {
                following = new ModelAssembler(framing);
                positioned = true;
                assembler.newestHead().ifPresent(head -> chunksPerVersion = head.getChunkCount());
                return newest;
            }
            from = Math.max(begin, nextLook(from, end, assembler.newestHead()));
        }
    }

    /**
     * Where to look next: just before the chunks of the head that was found, if that is not behind us already; else
     * four times as far back, so that the records read in all stay within a small multiple of those needed.
     */
    private static long nextLook(long from, long end, Optional<GlobalModelHead> head) {
        long fourTimes = end - 4 * (end - from);
        return head.map(found -> end - FIRST_LOOK - 2L * found.getChunkCount())
                .filter(look -> look < from)
                .orElse(fourTimes);
    }

    /**
     * Waits for a version newer than the one at hand. Skips versions in between when the reader is far behind.
     *
     * @param version version at hand, or -1 for none
     * @param timeout longest time to wait for a version to come; finding what is there already may take longer
     * @return the newest version above it, or empty if none came in that time
     * @throws FederationException if the topic has not been read yet, or the reader is far behind, and the topic cannot
     *                             be read in that time
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
     */
    public Optional<GlobalModel> awaitNewerThan(long version, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!positioned || isFarBehind(timeout)) {
            Optional<GlobalModel> newest =
                    newest(timeout.compareTo(SEARCH) < 0 ? SEARCH : timeout).filter(model -> model.version() > version);
            if (newest.isPresent()) {
                return newest;
            }
        }
        while (true) {
            Optional<GlobalModel> newer = following.takeNewerThan(version);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (newer.isPresent() || left.isNegative()) {
                return newer;
            }
            pollInto(following, left.compareTo(POLL) < 0 ? left : POLL, Long.MAX_VALUE);
        }
    }

    private boolean isFarBehind(Duration timeout) {
        if (System.nanoTime() - polledAt < atTheEnd.toNanos()) {
            return false;
        }
        try {
            long behind =
                    offset(consumer.endOffsets(List.of(partition), timeout)) - consumer.position(partition, timeout);
            return behind > FIRST_LOOK + 4L * chunksPerVersion;
        } catch (TimeoutException e) {
            // The broker is away: waiting for records is all that can be done, and poll does that.
            LOG.info("topic={} does not answer; waiting for the broker", partition.topic());
            return false;
        }
    }

    /**
     * Says what the federation asks of its clients, as far as this reader has read. It stands behind the newest head, so
     * that whoever has the newest version has it too.
     *
     * @return the newest state, or empty if none was written yet
     */
    public Optional<FederationState> state() {
        return Optional.ofNullable(state);
    }

    /**
     * Reads one version, from the beginning of the topic. Memory holds the chunks of this version alone.
     *
     * @param version the version
     * @param timeout longest time to take
     * @return the version, or empty if the topic does not hold it (any more)
     * @throws FederationException if the topic cannot be read in that time
     */
    public Optional<GlobalModel> version(long version, Duration timeout) {
        ModelAssembler assembler = new ModelAssembler(framing, wanted -> wanted == version);
        readAll(assembler, timeout);
        return assembler.version(version);
    }

    /**
     * Reads what the topic holds, without the parameters: one pass over all of it, of which memory holds the heads.
     *
     * @param timeout longest time to take
     * @return heads of the readable versions, the oldest first
     * @throws FederationException if the topic cannot be read in that time
     */
    public List<GlobalModelHead> heads(Duration timeout) {
        ModelAssembler assembler = new ModelAssembler(framing, wanted -> false);
        readAll(assembler, timeout);
        return assembler.heads();
    }

    private void readAll(ModelAssembler assembler, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        positioned = false;
        try {
            long begin = offset(consumer.beginningOffsets(List.of(partition), timeout));
            long end = offset(consumer.endOffsets(List.of(partition), timeout));
            read(begin, end, assembler, deadline);
        } catch (TimeoutException e) {
            throw unreadable(e);
        }
    }

    private void read(long from, long end, ModelAssembler assembler, long deadline) {
        consumer.seek(partition, from);
        // Commit markers take offsets too, so the position, not the last record's offset, says where the end is.
        while (consumer.position(partition) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw unreadable(null);
            }
            pollInto(assembler, POLL, end);
        }
        consumer.seek(partition, end);
    }

    private void pollInto(ModelAssembler assembler, Duration timeout, long end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
            if (record.offset() < end) {
                assembler.accept(record.key(), record.value());
            }
        }
        assembler.state().ifPresent(seen -> state = seen);
        polledAt = System.nanoTime();
    }

    private FederationException unreadable(Exception cause) {
        return new FederationException(
                "topic " + partition.topic()
                        + " could not be read in time; is the broker up, and does the topic exist?",
                cause);
    }

    private long offset(Map<TopicPartition, Long> offsets) {
        return offsets.get(partition);
    }

    /** Makes a waiting or the next call of another method throw. May be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        // A member of no group has nothing to hand back: a broker that is away need not be waited for.
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
