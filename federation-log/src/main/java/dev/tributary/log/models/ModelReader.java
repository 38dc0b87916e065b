package dev.tributary.log.models;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.OffsetRange;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.reading.TailLook;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelAssembler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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

    /** Longest wait for records at a time, so that the caller's time is kept. */
    private static final Duration POLL = Duration.ofMillis(200);

    /** Whoever has just polled is not far behind, and need not ask the broker. */
    private static final Duration AT_THE_END = Duration.ofSeconds(1);

    /** A search from the end is not cut off by a caller who looks in for a moment only. */
    private static final Duration SEARCH = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ModelReader.class);

    private final CommittedReader reader;
    private final TopicPartition partition;
    private final RecordFraming framing;
    private final Duration atTheEnd;
    private ModelAssembler following;
    private final RefusalLog refusals;
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
                CommittedReader.open(kafkaConfig, Fetching.LARGE_RECORDS),
                topic,
                Framings.of(kafkaConfig).newFraming(),
                AT_THE_END);
    }

    /**
     * @param atTheEnd how long after a poll the reader takes itself to be near the end
     */
    ModelReader(CommittedReader reader, String topic, RecordFraming framing, Duration atTheEnd) {
        this.framing = framing;
        this.refusals = new RefusalLog(framing);
        this.atTheEnd = atTheEnd;
        this.polledAt = System.nanoTime() - atTheEnd.toNanos();
        this.following = new ModelAssembler(framing);
        this.reader = reader;
        this.partition = new TopicPartition(topic, 0);
    }

    /**
     * Reads the newest version whose chunks are all there and whose digest matches.
     *
     * @param timeout longest time to take
     * @return the version, or empty if the topic holds none
     * @throws FederationException if the topic cannot be read in that time
     */
    public Optional<GlobalModel> newest(Duration timeout) {
        // Until the search is done the position is somewhere in between, and following from there would miss a version.
        positioned = false;
        Optional<GlobalModel> newest = reader.newest(partition, FIRST_LOOK, Patience.inAll(timeout), VersionLook::new);
        following = new ModelAssembler(framing);
        positioned = true;
        return newest;
    }

    /** Puts together the versions of one look at the tail. */
    private final class VersionLook implements TailLook<GlobalModel> {

        private final ModelAssembler assembler = new ModelAssembler(framing);

        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            pass(record, assembler);
        }

        @Override
        public Optional<GlobalModel> found() {
            assembler.newestHead().ifPresent(head -> chunksPerVersion = head.getChunkCount());
            return assembler.newest();
        }

        /** Just before the chunks of the head that was found, if that is not behind us already. */
        @Override
        public long nextFrom(long from, long end) {
            return assembler
                    .newestHead()
                    .map(found -> end - FIRST_LOOK - 2L * found.getChunkCount())
                    .filter(look -> look < from)
                    .orElseGet(() -> TailLook.super.nextFrom(from, end));
        }
    }

    /**
     * Waits for a version newer than the one at hand. Skips versions in between when the reader is far behind.
     *
     * @param version version at hand, or -1 for none
     * @param timeout longest time to wait for a version to come; finding versions that are there already may take longer
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
            reader.poll(left.compareTo(POLL) < 0 ? left : POLL, record -> pass(record, following));
            polledAt = System.nanoTime();
        }
    }

    private boolean isFarBehind(Duration timeout) {
        if (System.nanoTime() - polledAt < atTheEnd.toNanos()) {
            return false;
        }
        Optional<Long> behind = reader.behind(partition, timeout);
        if (behind.isEmpty()) {
            // The broker is away: waiting for records is all that can be done, and poll does that.
            LOG.info("topic={} does not answer; waiting for the broker", partition.topic());
        }
        return behind.filter(offsets -> offsets > FIRST_LOOK + 4L * chunksPerVersion)
                .isPresent();
    }

    /**
     * Gives the demands of the federation on its clients, as far as this reader has read. It stands behind the newest head, so
     * that whoever has the newest version has it too.
     *
     * @return the newest state, or empty if none was written yet
     */
    public Optional<FederationState> state() {
        return Optional.ofNullable(state);
    }

    /**
     * Gives the notices of refused updates that came by since the last call, at most the newest 256: those of all clients,
     * without their names.
     *
     * @return the notices, the oldest first
     */
    public List<Rejection> takeRefusals() {
        return refusals.take();
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
     * Lists the versions on the topic, without the parameters: one pass over all of it, of which memory holds the heads.
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
        positioned = false;
        OffsetRange range = reader.range(partition, timeout);
        reader.read(partition, range.begin(), range.end(), Patience.inAll(timeout), record -> pass(record, assembler));
    }

    private void pass(ConsumerRecord<String, byte[]> record, ModelAssembler assembler) {
        assembler.accept(record.key(), record.value());
        refusals.accept(record.key(), record.value());
        assembler.state().ifPresent(seen -> state = seen);
        polledAt = System.nanoTime();
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
