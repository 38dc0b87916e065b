package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.topology.ChunkSizes;
import dev.tributary.aggregator.topology.RoundTopology;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.RecordKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The whole topology, driven record by record, with a clock that only the test moves. */
public final class AggregatorHarness implements AutoCloseable {

    /** When a run begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final ChunkSizes ONE_RECORD = new ChunkSizes(1 << 20, 1 << 20);

    private final ModelLog models = new ModelLog();
    private final RecordedLog log = new RecordedLog();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<KeyValue<String, byte[]>> roundRecords = new ArrayList<>();
    private final List<KeyValue<String, byte[]>> modelRecords = new ArrayList<>();
    private final List<UnmaskRequest> requests = new ArrayList<>();
    private final List<KeyValue<String, byte[]>> newPartials = new ArrayList<>();
    private final FederationTopics topics;
    private final ChunkSizes chunkSizes;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> updates;
    private long nextOffset;
    private long nextCommandOffset;
    private long nextPartialOffset;

    private AggregatorHarness(FederationSettings settings, ChunkSizes chunkSizes, Optional<VerifyingKey> helperRoot) {
        this.topics = settings.topics();
        this.chunkSizes = chunkSizes;
        FederationMetrics metrics =
                new FederationMetrics(registry, topics.federation(), Clock.fixed(START, ZoneOffset.UTC));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.applicationId());
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, Path.of("target", "streams").toString());
        RoundTopology topology = new RoundTopology(
                settings,
                chunkSizes,
                models,
                log,
                Framings.SINGLE_OBJECT,
                SideWorks.LAZY,
                metrics,
                helperRoot.isPresent() ? new ReleaseKeys(helperRoot, Optional.empty()) : Stages.keys(settings));
        driver = new TopologyTestDriver(topology.build(), config, START);
        updates = input(topics.updates());
    }

    /** Runs with these sections of a settings file; no model is there yet. */
    public static AggregatorHarness empty(ChunkSizes chunkSizes, String... sections) {
        return new AggregatorHarness(SettingsFixtures.settings(sections), chunkSizes, Optional.empty());
    }

    /** Runs with these sections of a settings file on a version 0 of four zeros, each payload in one record. */
    public static AggregatorHarness with(String... sections) {
        return with(ONE_RECORD, ModelFixtures.initial(0, 0, 0, 0), sections);
    }

    /** Runs with these sections of a settings file on a version 0. */
    public static AggregatorHarness with(ChunkSizes chunkSizes, GlobalModel initial, String... sections) {
        AggregatorHarness harness = empty(chunkSizes, sections);
        harness.publishInitial(initial);
        return harness;
    }

    /** Runs a masked federation, whose mask helper has this root key, on a version 0. */
    public static AggregatorHarness masked(Optional<VerifyingKey> helperRoot, GlobalModel initial, String... sections) {
        AggregatorHarness harness = new AggregatorHarness(SettingsFixtures.settings(sections), ONE_RECORD, helperRoot);
        harness.publishInitial(initial);
        return harness;
    }

    /** Sends the mask helper's word on a seed. */
    public void receipt(KeyValue<String, byte[]> record) {
        input(topics.receipts()).pipeInput(record.key, record.value);
        keepPartials();
    }

    /** Sends the mask helper's answer to a request. */
    public void maskSum(KeyValue<String, byte[]> record) {
        input(topics.maskSums()).pipeInput(record.key, record.value);
        publishedModels();
    }

    /** Requests to the mask helper. */
    public List<UnmaskRequest> requests() {
        requests.addAll(Records.ofType(UnmaskRequest.class, read(topics.unmask())));
        return requests;
    }

    /** Puts a version there that no round made, and lets stage 2 find it. */
    public void publishInitial(GlobalModel model) {
        models.write(model, chunkSizes.model());
        byte[] round = new RecordFraming().encode(ModelFixtures.roundOf(model));
        input(topics.rounds()).pipeInput(RecordKeys.round(model.version()), round);
        advanceWallClock(Duration.ofSeconds(1));
    }

    /** Sends every record of an update. */
    public void submit(UpdateFixtures update) {
        update.records().forEach(this::pipe);
    }

    /** Sends one record. */
    public void pipe(KeyValue<String, byte[]> record) {
        log.append(new TopicPartition(topics.updates(), 0), nextOffset++, record);
        updates.pipeInput(record.key, record.value);
        keepPartials();
    }

    /** Sends a command. */
    public void command(SpecificRecord command) {
        byte[] value = new RecordFraming().encode(command);
        log.append(new TopicPartition(topics.control(), 0), nextCommandOffset++, KeyValue.pair("command", value));
        input(topics.control()).pipeInput("command", value);
    }

    /** What clients are told, newest last. */
    public List<FederationState> states() {
        publishedModels();
        return Records.ofType(FederationState.class, modelRecords);
    }

    /** Notices of refused updates that clients are given, newest last. */
    public List<Rejection> notices() {
        publishedModels();
        return Records.ofType(Rejection.class, modelRecords);
    }

    /** Moves the clock and lets each punctuation that is due run once. */
    public void advanceWallClock(Duration time) {
        driver.advanceWallClockTime(time);
        keepPartials();
    }

    /** So that stage 2 can read them again. */
    private void keepPartials() {
        read(topics.partials()).forEach(record -> {
            log.append(new TopicPartition(topics.partials(), 0), nextPartialOffset++, record);
            newPartials.add(record);
        });
    }

    /** The first version and every version that a round published. */
    public List<GlobalModel> publishedModels() {
        List<KeyValue<String, byte[]>> records = read(topics.model());
        modelRecords.addAll(records);
        records.forEach(record -> models.accept(record.key, record.value));
        return models.published();
    }

    /** Keys of the model topic that have a value. */
    public List<String> modelKeys() {
        publishedModels();
        return models.keys();
    }

    /** What each round did. */
    public List<RoundResult> rounds() {
        roundRecords.addAll(read(topics.rounds()));
        return Records.ofType(RoundResult.class, roundRecords);
    }

    /** What is said of versions. */
    public List<VersionEvaluation> evaluations() {
        roundRecords.addAll(read(topics.rounds()));
        return Records.ofType(VersionEvaluation.class, roundRecords);
    }

    /** Updates that made a version. */
    public List<UpdateMember> members(long version) {
        roundRecords.addAll(read(topics.rounds()));
        return Records.ofType(RoundMembers.class, roundRecords).stream()
                .filter(part -> part.getVersion() == version)
                .flatMap(part -> part.getMembers().stream())
                .toList();
    }

    /** Rejections since the last call. */
    public List<Rejection> rejections() {
        return Records.ofType(Rejection.class, read(topics.rejections()));
    }

    /** Partial sums since the last call. */
    public List<PartialSum> partials() {
        List<PartialSum> partials = Records.ofType(PartialSum.class, newPartials);
        newPartials.clear();
        return partials;
    }

    /** Where the aggregator counts. */
    public MeterRegistry registry() {
        return registry;
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private List<KeyValue<String, byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
