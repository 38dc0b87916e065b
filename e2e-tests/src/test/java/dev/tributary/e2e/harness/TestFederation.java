package dev.tributary.e2e.harness;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A federation of a test's own on a real broker: topics, version 0, and everything that the test starts in it, which
 * ends with it. What its processes wrote stays in {@code target/e2e/<federation>}.
 *
 * <p>Not thread-safe.
 */
public final class TestFederation implements AutoCloseable {

    /** Far more than anything here takes on a busy machine: it only bounds a test that has failed. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CALL = Duration.ofSeconds(20);

    private final FederationPlan plan;
    private final FederationSettings settings;
    private final Map<String, Object> kafka;
    private final Path directory;
    private final Path settingsFile;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Clients clients = new Clients();
    private Rounds rounds;
    private GlobalModel newestModel;
    private Rejections rejections;
    private ModelReader models;

    private TestFederation(FederationPlan plan, String bootstrapServers, Map<String, Object> properties) {
        String name = "e2e-" + UUID.randomUUID().toString().substring(0, 8);
        this.plan = plan;
        this.settings = FederationSettings.parse(plan.yaml(name));
        Map<String, Object> config = new HashMap<>(properties);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("reconnect.backoff.max.ms", 500);
        this.kafka = Map.copyOf(config);
        this.directory = Path.of("target", "e2e", name).toAbsolutePath();
        this.settingsFile = directory.resolve("federation.yaml");
    }

    /** Makes a federation's topics and publishes its version 0, a flat vector of zeros. */
    public static TestFederation create(FederationPlan plan, String bootstrapServers) {
        return create(plan, bootstrapServers, Map.of());
    }

    /** The same, all of whose processes have these properties too. */
    public static TestFederation create(FederationPlan plan, String bootstrapServers, Map<String, Object> properties) {
        TestFederation federation = planned(plan, bootstrapServers, properties);
        federation.createTopics();
        federation.publishInitialModel(
                new ModelDefinition("none", ""), federation.layout(), new float[plan.parameterCount()]);
        return federation;
    }

    /** Makes a federation of which there is only the federation.yaml. */
    public static TestFederation planned(FederationPlan plan, String bootstrapServers) {
        return planned(plan, bootstrapServers, Map.of());
    }

    /** The same, all of whose processes have these properties too. */
    public static TestFederation planned(FederationPlan plan, String bootstrapServers, Map<String, Object> properties) {
        TestFederation federation = new TestFederation(plan, bootstrapServers, properties);
        try {
            Files.createDirectories(federation.directory);
            Files.writeString(
                    federation.settingsFile,
                    plan.yaml(federation.settings.topics().federation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return federation;
    }

    /** Creates its topics. */
    public void createTopics() {
        try (Cluster cluster = Cluster.connect(kafka, CALL)) {
            cluster.createMissing(
                    settings.topicPlan().specs().stream().map(this::limited).toList());
            if (settings.privacy().isMasked()) {
                // The mask helper creates nothing: it starts with all of its topics, or not at all.
                cluster.createMissing(List.of(settings.topicPlan().helperChangelog(StoreNames.LEDGER)));
            }
        }
    }

    /** Publishes its version 0. */
    public GlobalModel publishInitialModel(ModelDefinition definition, ParameterLayout layout, float[] parameters) {
        return new InitialModelPublisher(kafka, topics(), Clock.systemUTC())
                .publish(
                        OpeningMode.of(
                                settings.round().mode() == Mode.SYNC,
                                settings.round().samplingRate()),
                        definition,
                        layout,
                        parameters,
                        ChunkSplitter.chunkBytes(plan.maxMessageBytes()));
    }

    private TopicSpec limited(TopicSpec spec) {
        if (spec.name().equals(topics().maskSums())) {
            // Its chunks are as long as Kafka's default lets them be.
            return spec;
        }
        Map<String, String> topicSettings = new HashMap<>(spec.settings());
        topicSettings.put("max.message.bytes", String.valueOf(plan.maxMessageBytes()));
        return new TopicSpec(spec.name(), spec.partitions(), spec.replicationFactor(), topicSettings);
    }

    /** What it is like. */
    public FederationPlan plan() {
        return plan;
    }

    /** Names of its topics. */
    public FederationTopics topics() {
        return settings.topics();
    }

    /** Where its parameters lie. */
    public ParameterLayout layout() {
        return ParameterLayout.flat(plan.parameterCount());
    }

    /** Properties for Kafka clients. */
    public Map<String, Object> kafka() {
        return kafka;
    }

    /** Its federation.yaml. */
    public Path settingsFile() {
        return settingsFile;
    }

    /** A path in its directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Its clients so far. */
    public Clients clients() {
        return clients;
    }

    /** Starts an aggregator in this JVM. */
    public AggregatorApp startAggregator() {
        return startAggregator(ReleaseKeys.NONE);
    }

    /** Starts an aggregator in this JVM, with keys. */
    public AggregatorApp startAggregator(ReleaseKeys keys) {
        AggregatorApp app = new AggregatorApp(
                settings, kafka, directory.resolve("state-" + started.size()), OptionalInt.empty(), keys);
        app.start();
        started.push(app);
        return app;
    }

    /** Starts an aggregator in a process of its own. */
    public AggregatorProcess spawnAggregator(String name, Path stateDirectory) {
        AggregatorProcess process = AggregatorProcess.start(this, name, stateDirectory);
        started.push(process);
        return process;
    }

    /** Starts an aggregator in a process of its own, with more variables in its environment. */
    public AggregatorProcess spawnAggregator(String name, Path stateDirectory, Map<String, String> environment) {
        String config = AggregatorProcess.KAFKA_CONFIG.formatted(kafka.get("bootstrap.servers"));
        AggregatorProcess process = AggregatorProcess.start(this, name, stateDirectory, config, environment);
        started.push(process);
        return process;
    }

    /** Starts an aggregator in a process of its own, with these Kafka properties and no others. */
    public AggregatorProcess spawnAggregator(String name, Path stateDirectory, String kafkaConfig) {
        AggregatorProcess process = AggregatorProcess.start(this, name, stateDirectory, kafkaConfig);
        started.push(process);
        return process;
    }

    /** Starts the next client, which takes part until the version is there. */
    public TestClient startClient(long untilVersion) {
        int number = clients.nextNumber();
        return startClient(ClientRun.of(number, new FixedDeltaTrainer(number)).untilVersion(untilVersion));
    }

    /** Starts a client. */
    public TestClient startClient(ClientRun run) {
        return startClient(run, Map.of());
    }

    /** Starts a client with properties of its own, over those of the federation. */
    public TestClient startClient(ClientRun run, Map<String, Object> properties) {
        TestClient client = TestClient.start(this, run, properties);
        started.push(client);
        return client;
    }

    /** Closes something with it, before anything that was started earlier. */
    void closeLater(AutoCloseable closeable) {
        started.push(closeable);
    }

    /** A sender of raw records. */
    public UpdateSender sender() {
        UpdateSender sender = new UpdateSender(kafka, topics().updates());
        started.push(sender);
        return sender;
    }

    /** What its rounds topic says by now. */
    public Rounds rounds() {
        if (rounds == null) {
            rounds = new Rounds(open(topics().rounds(), 1), Framings.of(kafka).newFraming());
        }
        return rounds.refresh();
    }

    /** How many evaluations its clients have reported by now. */
    public long evaluationCount() {
        try (TopicLog log = new TopicLog(kafka, topics().evaluations(), 1)) {
            return log.length();
        }
    }

    /** What its rejections topic says by now. */
    public Rejections rejections() {
        if (rejections == null) {
            rejections = new Rejections(
                    open(topics().rejections(), 1), Framings.of(kafka).newFraming());
        }
        return rejections.refresh();
    }

    /** First bytes of the values of all records that a topic of it holds, in no order. */
    public Set<Byte> firstBytes(String topic, int partitions) {
        try (TopicLog log = new TopicLog(kafka, topic, partitions)) {
            return log.takeNew().stream().map(record -> record.value()[0]).collect(Collectors.toSet());
        }
    }

    private TopicLog open(String topic, int partitions) {
        TopicLog log = new TopicLog(kafka, topic, partitions);
        started.push(log);
        return log;
    }

    /** Follows its updates topic. */
    public UpdateTraffic updateTraffic() {
        return new UpdateTraffic(open(topics().updates(), plan.partitions()));
    }

    /** Checks its versions while they come. */
    public RunningSums runningSums() {
        RunningSums sums = new RunningSums(this, open(topics().model(), 1));
        started.push(sums);
        return sums;
    }

    /** All versions of its model that the topic holds. */
    public TreeMap<Long, float[]> modelVersions() {
        try (TopicLog log = new TopicLog(kafka, topics().model(), 1)) {
            return ModelVersions.read(log, Framings.of(kafka).newFraming());
        }
    }

    /** Keys of the records that its model topic holds, in their order; those of tombstones end with " gone". */
    public List<String> modelKeys() {
        try (TopicLog log = new TopicLog(kafka, topics().model(), 1)) {
            return log.takeNew().stream()
                    .map(record -> record.key() + (record.value() == null ? " gone" : ""))
                    .toList();
        }
    }

    /** Waits for a version above the given one, as a client does. */
    public GlobalModel awaitNewerThan(long version) {
        if (models == null) {
            models = new ModelReader(kafka, topics().model());
            started.push(models);
        }
        // The reader gives each version once, and a test may ask for one that it has had before.
        if (newestModel == null || newestModel.version() <= version) {
            newestModel = models.awaitNewerThan(version, PATIENCE)
                    .orElseThrow(() -> new AssertionError("no version above " + version + " came within " + PATIENCE));
        }
        return newestModel;
    }

    /** What a client that comes now begins with. */
    public Optional<GlobalModel> modelForNewcomer() {
        try (ModelReader reader = new ModelReader(kafka, topics().model())) {
            return reader.newest(PATIENCE);
        }
    }

    /** Waits for a version or a later one, as a client does. */
    public GlobalModel awaitVersion(long version) {
        return awaitNewerThan(version - 1);
    }

    /** Ends everything that was started in it, the last first. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (AutoCloseable closeable : List.copyOf(started)) {
            try {
                closeable.close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("closing " + closeable, e) : failure;
            }
        }
        started.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
