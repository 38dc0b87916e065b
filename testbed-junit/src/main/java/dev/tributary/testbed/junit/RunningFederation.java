package dev.tributary.testbed.junit;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.TemporaryDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A federation that runs for one test: topics, version 0 and, unless the test does without, an aggregator. The extension
 * makes it and ends it.
 *
 * <p>Not thread-safe, but clients of it may run in any thread.
 */
public final class RunningFederation implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(30);

    private final FederationSettings settings;
    private final Map<String, Object> kafka;
    private final Path directory = TemporaryDirectory.create();
    private AggregatorApp aggregator;

    private RunningFederation(FederationSettings settings, String bootstrapServers) {
        this.settings = settings;
        this.kafka = Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 500);
    }

    /**
     * Makes topics, publishes version 0 and starts an aggregator if one is asked for.
     *
     * @throws FederationException if that does not work; nothing runs then
     */
    static RunningFederation start(
            FederationSettings settings, String bootstrapServers, FirstModel model, boolean hasAggregator) {
        RunningFederation federation = new RunningFederation(settings, bootstrapServers);
        try {
            federation.publish(model);
            if (hasAggregator) {
                federation.startAggregator();
            }
        } catch (RuntimeException e) {
            federation.close();
            throw e;
        }
        return federation;
    }

    private void publish(FirstModel model) {
        OpeningMode mode = OpeningMode.of(
                settings.round().mode() == Mode.SYNC, settings.round().samplingRate());
        try (Cluster cluster = Cluster.connect(kafka, CALL)) {
            cluster.createMissing(settings.topicPlan().specs());
            int chunkBytes = ChunkSplitter.chunkBytes(cluster.maxMessageBytes(topics().model()));
            new InitialModelPublisher(kafka, topics(), Clock.systemUTC())
                    .publish(mode, model.definition(), model.layout(), model.parameters(), chunkBytes);
        }
    }

    /**
     * Names the federation that the client under test is to join.
     *
     * @return name of the federation
     */
    public String name() {
        return topics().federation();
    }

    /**
     * Says where the client under test finds Kafka.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return (String) kafka.get("bootstrap.servers");
    }

    /**
     * Names the topics, for a client that is not ours.
     *
     * @return names of this federation's topics
     */
    public FederationTopics topics() {
        return settings.topics();
    }

    /**
     * Starts the aggregator of a test that began without one.
     *
     * @throws IllegalStateException if it runs
     */
    public void startAggregator() {
        if (aggregator != null) {
            throw new IllegalStateException("aggregator must not run yet to be started, did");
        }
        AggregatorApp starting = new AggregatorApp(settings, kafka, directory.resolve("state"), OptionalInt.empty());
        aggregator = starting;
        starting.start();
    }

    /**
     * Waits for a version.
     *
     * @param version 0 or more
     * @param timeout longest time to wait
     * @return the newest version, which is that one or a later one
     * @throws AssertionError if it does not come in time; lists the rejections meanwhile
     */
    public GlobalModel awaitVersion(long version, Duration timeout) {
        try (ModelReader models = new ModelReader(kafka, topics().model())) {
            return models.awaitNewerThan(version - 1, timeout)
                    .orElseThrow(() -> new AssertionError("version " + version + " must come within " + timeout
                            + ", did not; refused until now: " + rejections()));
        }
    }

    /**
     * Lists the rejections until now, the oldest first: why a client's update does not count.
     *
     * @return {@code REASON: detail} of each, with the client's id
     */
    public List<String> rejections() {
        return new RejectionLog(kafka, topics().rejections())
                .read(CALL).stream().map(RunningFederation::shown).toList();
    }

    private static String shown(Rejection rejection) {
        return rejection.getReason() + ": " + rejection.getDetail() + " (client " + rejection.getClientId() + ")";
    }

    /** Ends the aggregator and removes its files; topics stay on the broker. The extension calls it. */
    @Override
    public void close() {
        try {
            if (aggregator != null) {
                aggregator.close();
            }
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }
}
