package dev.tributary.aggregator.topology;

import dev.tributary.aggregator.combining.PartialSink;
import dev.tributary.aggregator.combining.PartialTopicSink;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.rejection.RefusalNotices;
import dev.tributary.aggregator.release.ExactRelease;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.round.RoundObserver;
import dev.tributary.aggregator.round.RoundProcessor;
import dev.tributary.aggregator.round.RoundStage;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.updates.AdmissionProcessor;
import dev.tributary.aggregator.version.GlobalVersions;
import dev.tributary.aggregator.version.VersionFollower;
import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The aggregator's topology.
 *
 * <pre>
 *   updates ──▶ admission ──▶ partials ──▶ round-window ──▶ model
 *               │      ▲                    ▲   │
 *               ▼      │          control ──┘   │
 *          rejections  │ newest version         ▼
 *                      └──────────────────── rounds
 * </pre>
 *
 * <p>With one partition of {@code updates} there is nothing to put in one order: admission and round window are then one
 * node, {@link OneTaskProcessor}, without {@code partials} between them.
 *
 * <p>Rejections pass {@link RefusalNotices}, which tell clients of them on {@code model}.
 *
 * <p>With masks admission reads {@code receipts} too, and the round window {@code mask-sums}; it writes {@code unmask},
 * requests to the mask helper.
 *
 * <p>Beside it {@link EvaluationTopology}, from {@code evaluations} to {@code control}.
 */
public final class RoundTopology {

    /** Where records of a topic of one partition go. */
    static final Optional<Set<Integer>> ONLY_PARTITION = Optional.of(Set.of(0));

    private final FederationSettings settings;
    private final ChunkSizes chunkSizes;
    private final ModelSource models;
    private final LogReplay replay;
    private final Framings framings;
    private final SideWork.Factory sideWork;
    private final FederationMetrics metrics;
    private final ReleaseKeys keys;

    /**
     * @param settings   the federation's settings
     * @param chunkSizes payload bytes that fit in a record
     * @param models     where stage 2 finds the current model
     * @param replay     how both stages read their input again after a crash
     * @param framings   how records become bytes and back
     * @param sideWork   where tasks have payloads measured and added
     * @param metrics    counters of both stages
     * @param keys       keys without which nothing is released where masks or noise are promised
     */
    public RoundTopology(
            FederationSettings settings,
            ChunkSizes chunkSizes,
            ModelSource models,
            LogReplay replay,
            Framings framings,
            SideWork.Factory sideWork,
            FederationMetrics metrics,
            ReleaseKeys keys) {
        this.keys = keys;
        this.settings = settings;
        this.sideWork = sideWork;
        this.chunkSizes = chunkSizes;
        this.models = models;
        this.replay = replay;
        this.framings = framings;
        this.metrics = metrics;
    }

    /**
     * Puts the graph together.
     *
     * @return a new topology
     */
    public Topology build() {
        FederationTopics topics = settings.topics();
        Topology topology = new EvaluationTopology(topics, settings.evaluation(), framings, metrics).build();

        topology.addGlobalStore(
                globalStore(),
                NodeNames.ROUNDS,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.rounds(),
                NodeNames.VERSION_FOLLOWER,
                () -> new VersionFollower(StoreNames.VERSION, framings.newFraming()));

        addSource(topology, NodeNames.UPDATES, topics.updates());
        addSource(topology, NodeNames.CONTROL, topics.control());
        if (settings.topicPlan().hasPartials()) {
            addTwoStages(topology);
        } else {
            addOneTask(topology);
        }
        return topology;
    }

    private void addTwoStages(Topology topology) {
        FederationTopics topics = settings.topics();
        String[] clients = withMasks(topology, NodeNames.RECEIPTS, topics.receipts(), NodeNames.UPDATES);
        topology.addProcessor(NodeNames.ADMISSION, this::admission, clients);
        topology.addStateStore(loggedStore(StoreNames.ADMISSION), NodeNames.ADMISSION);
        addOrderedSink(topology, NodeNames.PARTIALS_SINK, topics.partials(), NodeNames.ADMISSION);
        addRejections(topology, NodeNames.ADMISSION);

        addSource(topology, NodeNames.PARTIALS, topics.partials());
        String[] orders =
                withMasks(topology, NodeNames.MASK_SUMS, topics.maskSums(), NodeNames.PARTIALS, NodeNames.CONTROL);
        topology.addProcessor(
                NodeNames.ROUND, () -> new RoundProcessor(settings, roundWiring(RoundObserver.NONE)), orders);
        topology.addStateStore(loggedStore(StoreNames.ROUND), NodeNames.ROUND);
        addRoundSinks(topology);
    }

    /** Nothing has to be put in one order where there is one partition: both stages are one node. */
    private void addOneTask(Topology topology) {
        FederationTopics topics = settings.topics();
        String[] clients = withMasks(topology, NodeNames.RECEIPTS, topics.receipts(), NodeNames.UPDATES);
        String[] orders = withMasks(topology, NodeNames.MASK_SUMS, topics.maskSums(), NodeNames.CONTROL);
        String[] sources = Stream.of(clients, orders).flatMap(Stream::of).toArray(String[]::new);
        topology.addProcessor(NodeNames.ROUND, this::oneTask, sources);
        topology.addStateStore(loggedStore(StoreNames.ADMISSION), NodeNames.ROUND);
        topology.addStateStore(loggedStore(StoreNames.ROUND), NodeNames.ROUND);
        addRejections(topology, NodeNames.ROUND);
        addRoundSinks(topology);
    }

    /** The sources of a node, and with masks one of the mask helper's topics too. */
    private String[] withMasks(Topology topology, String name, String topic, String... sources) {
        if (keys.helperRoot().isEmpty()) {
            return sources;
        }
        addSource(topology, name, topic);
        return Stream.concat(Stream.of(sources), Stream.of(name)).toArray(String[]::new);
    }

    private void addRejections(Topology topology, String admission) {
        FederationTopics topics = settings.topics();
        topology.addProcessor(
                NodeNames.REFUSAL_NOTICES,
                () -> new RefusalNotices(NodeNames.REJECTIONS_SINK, NodeNames.NOTICES_SINK, framings.newFraming()),
                admission);
        addSink(topology, NodeNames.REJECTIONS_SINK, topics.rejections(), NodeNames.REFUSAL_NOTICES);
        addOrderedSink(topology, NodeNames.NOTICES_SINK, topics.model(), NodeNames.REFUSAL_NOTICES);
    }

    private void addRoundSinks(Topology topology) {
        FederationTopics topics = settings.topics();
        addOrderedSink(topology, NodeNames.MODEL_SINK, topics.model(), NodeNames.ROUND);
        addOrderedSink(topology, NodeNames.ROUNDS_SINK, topics.rounds(), NodeNames.ROUND);
        addSink(topology, NodeNames.REFUSALS_SINK, topics.rejections(), NodeNames.ROUND);
        if (keys.helperRoot().isPresent()) {
            addOrderedSink(topology, NodeNames.UNMASK_SINK, topics.unmask(), NodeNames.ROUND);
        }
    }

    private AdmissionProcessor admission() {
        RecordFraming framing = framings.newFraming();
        return new AdmissionProcessor(
                settings,
                admissionWiring(
                        framing,
                        RoundTopology::globalVersions,
                        context -> new PartialTopicSink(
                                context,
                                NodeNames.PARTIALS_SINK,
                                chunkSizes.partials(),
                                framing,
                                globalVersions(context))));
    }

    /** The only node of a federation with one partition of updates. */
    public Processor<String, byte[], String, byte[]> oneTask() {
        return new OneTaskProcessor(
                settings,
                new OneTaskProcessor.Stages() {
                    @Override
                    public AdmissionProcessor admission(VersionSource versions, PartialSink partials) {
                        return new AdmissionProcessor(
                                settings,
                                admissionWiring(framings.newFraming(), context -> versions, context -> partials));
                    }

                    @Override
                    public RoundStage round(RoundObserver observer) {
                        return new RoundStage(settings, roundWiring(observer));
                    }
                },
                RoundTopology::globalVersions);
    }

    private static VersionSource globalVersions(ProcessorContext<String, byte[]> context) {
        return new GlobalVersions(context.getStateStore(StoreNames.VERSION));
    }

    private AdmissionProcessor.Wiring admissionWiring(
            RecordFraming framing,
            Function<ProcessorContext<String, byte[]>, VersionSource> versions,
            Function<ProcessorContext<String, byte[]>, PartialSink> partials) {
        return new AdmissionProcessor.Wiring(
                StoreNames.ADMISSION,
                versions,
                partials,
                NodeNames.REFUSAL_NOTICES,
                replay,
                framing,
                sideWork,
                metrics);
    }

    private RoundStage.Wiring roundWiring(RoundObserver observer) {
        RecordFraming framing = framings.newFraming();
        Publication publication =
                new Publication(framing, NodeNames.MODEL_SINK, NodeNames.ROUNDS_SINK, chunkSizes.model());
        return new RoundStage.Wiring(
                StoreNames.ROUND,
                NodeNames.REFUSALS_SINK,
                chunkSizes.model(),
                models,
                replay,
                new ExactRelease(),
                NodeNames.UNMASK_SINK,
                keys,
                publication,
                observer,
                framing,
                metrics);
    }

    private static void addSource(Topology topology, String name, String topic) {
        topology.addSource(name, new StringDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private static void addSink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), parent);
    }

    /**
     * For topics whose order is the federation's: partition 0, however many somebody adds, since readers of these topics
     * know no other.
     */
    private static void addOrderedSink(Topology topology, String name, String topic, String parent) {
        topology.addSink(
                name,
                topic,
                new StringSerializer(),
                new ByteArraySerializer(),
                (to, key, value, partitions) -> ONLY_PARTITION,
                parent);
    }

    /** In memory, since it is small; change-logged; cached, so that a key is written once per commit, not per record. */
    private static StoreBuilder<KeyValueStore<String, byte[]>> loggedStore(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> globalStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StoreNames.VERSION), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }
}
