package dev.tributary.aggregator.topology;

import dev.tributary.aggregator.admission.AdmissionProcessor;
import dev.tributary.aggregator.admission.VersionFollower;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.round.RoundProcessor;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.registry.Framings;
import dev.tributary.schemas.topic.FederationTopics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
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
 * <p>Beside it {@link EvaluationTopology}, from {@code evaluations} to {@code control}.
 */
public final class RoundTopology {

    private final FederationSettings settings;
    private final ChunkSizes chunkSizes;
    private final ModelSource models;
    private final LogReplay replay;
    private final Framings framings;
    private final FederationMetrics metrics;

    /**
     * @param settings   the federation's settings
     * @param chunkSizes what fits in a record
     * @param models     where stage 2 finds the current model
     * @param replay     how both stages read their input again after a crash
     * @param framings   how records become bytes and back
     * @param metrics    what both stages count
     */
    public RoundTopology(
            FederationSettings settings,
            ChunkSizes chunkSizes,
            ModelSource models,
            LogReplay replay,
            Framings framings,
            FederationMetrics metrics) {
        this.settings = settings;
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
        topology.addProcessor(NodeNames.ADMISSION, this::admission, NodeNames.UPDATES);
        topology.addStateStore(loggedStore(StoreNames.ADMISSION), NodeNames.ADMISSION);
        addSink(topology, NodeNames.PARTIALS_SINK, topics.partials(), NodeNames.ADMISSION);
        addSink(topology, NodeNames.REJECTIONS_SINK, topics.rejections(), NodeNames.ADMISSION);

        addSource(topology, NodeNames.PARTIALS, topics.partials());
        addSource(topology, NodeNames.CONTROL, topics.control());
        topology.addProcessor(NodeNames.ROUND, this::round, NodeNames.PARTIALS, NodeNames.CONTROL);
        topology.addStateStore(loggedStore(StoreNames.ROUND), NodeNames.ROUND);
        addSink(topology, NodeNames.MODEL_SINK, topics.model(), NodeNames.ROUND);
        addSink(topology, NodeNames.ROUNDS_SINK, topics.rounds(), NodeNames.ROUND);
        addSink(topology, NodeNames.REFUSALS_SINK, topics.rejections(), NodeNames.ROUND);
        return topology;
    }

    private AdmissionProcessor admission() {
        return new AdmissionProcessor(
                settings,
                new AdmissionProcessor.Wiring(
                        StoreNames.ADMISSION,
                        StoreNames.VERSION,
                        NodeNames.PARTIALS_SINK,
                        NodeNames.REJECTIONS_SINK,
                        chunkSizes.partials(),
                        replay,
                        framings.newFraming(),
                        metrics));
    }

    private RoundProcessor round() {
        RecordFraming framing = framings.newFraming();
        Publication publication =
                new Publication(framing, NodeNames.MODEL_SINK, NodeNames.ROUNDS_SINK, chunkSizes.model());
        return new RoundProcessor(
                settings,
                new RoundProcessor.Wiring(
                        StoreNames.ROUND,
                        NodeNames.REFUSALS_SINK,
                        chunkSizes.model(),
                        models,
                        replay,
                        publication,
                        framing,
                        metrics));
    }

    private static void addSource(Topology topology, String name, String topic) {
        topology.addSource(name, new StringDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private static void addSink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), parent);
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
