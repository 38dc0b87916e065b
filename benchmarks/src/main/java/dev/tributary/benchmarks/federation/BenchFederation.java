package dev.tributary.benchmarks.federation;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.testbed.broker.ChildBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A federation on a broker in a JVM of its own. Everything is removed when it is closed, and when the benchmark is
 * interrupted.
 *
 * <p>Not thread-safe.
 */
public final class BenchFederation implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(30);

    /** As a broker is run, and without the cleaner, so that the size of a log is that of all records written to it. */
    private static final Map<String, String> BROKER = Map.of(
            "log.cleaner.enable", "false", "socket.send.buffer.bytes", "-1", "socket.receive.buffer.bytes", "-1");

    private static final List<String> BROKER_OPTIONS = List.of("-Xmx2g", "-XX:+UseG1GC", "-XX:G1HeapRegionSize=16m");

    private final Path directory;
    private final ChildBroker broker;
    private final Thread hook = new Thread(this::remove, "remove");
    private BenchPlan plan;
    private FederationSettings settings;
    private Path settingsFile;
    private int lives;

    private BenchFederation(Path directory, ChildBroker broker, BenchPlan plan) {
        this.directory = directory;
        this.broker = broker;
        use(plan);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts the broker, creates the topics and publishes version 0, a flat vector of zeros.
     *
     * @param plan its size and settings
     * @return the federation
     */
    public static BenchFederation open(BenchPlan plan) {
        Path directory;
        try {
            directory = Files.createTempDirectory("tributary-bench-");
        } catch (IOException e) {
            throw new FederationException("java.io.tmpdir must be a writable directory, was not: " + e, e);
        }
        BenchFederation federation = new BenchFederation(directory, ChildBroker.start(BROKER, BROKER_OPTIONS), plan);
        try {
            federation.createTopics();
            federation.publishInitialModel();
        } catch (RuntimeException e) {
            federation.close();
            throw e;
        }
        return federation;
    }

    private void use(BenchPlan newPlan) {
        plan = newPlan;
        settings = FederationSettings.parse(newPlan.yaml());
        settingsFile = directory.resolve("federation-" + ++lives + ".yaml");
        try {
            Files.writeString(settingsFile, newPlan.yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createTopics() {
        try (Cluster cluster = Cluster.connect(kafka(), CALL)) {
            cluster.createMissing(settings.topicPlan().specs());
        }
    }

    private GlobalModel publishInitialModel() {
        return new InitialModelPublisher(kafka(), topics(), Clock.systemUTC())
                .publish(
                        OpeningMode.ASYNC,
                        new ModelDefinition("none", ""),
                        layout(),
                        new float[plan.parameters()],
                        chunkBytes());
    }

    /**
     * Begins anew with the same updates: removes all that an aggregator has written, its group and its changelogs, and
     * publishes version 0 again. No aggregator may run.
     *
     * @param newPlan with the same parameters, partitions and encoding
     */
    public void beginAnew(BenchPlan newPlan) {
        use(newPlan);
        new AggregatorTraces(kafka(), topics()).remove();
        createTopics();
        publishInitialModel();
    }

    /**
     * Measures the bytes that an aggregator has written since the federation began.
     *
     * @return bytes of partial sums, models, rounds, rejections and changelogs on the broker's disk
     */
    public long writtenBytes() {
        return new AggregatorTraces(kafka(), topics()).bytes();
    }

    /**
     * Gives its size and settings.
     *
     * @return the plan in force
     */
    public BenchPlan plan() {
        return plan;
    }

    /**
     * Names its topics.
     *
     * @return the names
     */
    public FederationTopics topics() {
        return settings.topics();
    }

    /**
     * Describes its model.
     *
     * @return one flat tensor
     */
    public ParameterLayout layout() {
        return ParameterLayout.flat(plan.parameters());
    }

    /**
     * Says how long a chunk may be.
     *
     * @return bytes
     */
    public int chunkBytes() {
        return ChunkSplitter.chunkBytes(TopicPlan.MAX_MESSAGE_BYTES);
    }

    /**
     * Says how to reach the broker.
     *
     * @return its address
     */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /**
     * Says how to reach the broker.
     *
     * @return Kafka's properties
     */
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /**
     * Names its settings.
     *
     * @return a federation.yaml
     */
    public Path settingsFile() {
        return settingsFile;
    }

    /**
     * Names a place for files that are to go when the federation goes.
     *
     * @return an existing directory
     */
    public Path directory() {
        return directory;
    }

    /**
     * Names a directory for Kafka Streams, another one in each life.
     *
     * @return a directory that need not exist
     */
    public Path stateDirectory() {
        return directory.resolve("streams-" + lives);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down, and the hook does what is done here.
            return;
        }
        remove();
    }

    private void remove() {
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary directory must be removable, was not: " + directory, e);
        }
    }
}
