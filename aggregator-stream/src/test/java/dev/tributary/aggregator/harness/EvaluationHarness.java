package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.topology.ChunkSizes;
import dev.tributary.aggregator.topology.RoundTopology;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.RecordKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** The whole topology, of which the evaluation is driven, with a clock that only the test moves. */
public final class EvaluationHarness implements AutoCloseable {

    private final RecordFraming framing = new RecordFraming();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final FederationTopics topics;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> evaluations;
    private Instant now = AggregatorHarness.START;

    private EvaluationHarness(FederationSettings settings) {
        topics = settings.topics();
        FederationMetrics metrics =
                new FederationMetrics(registry, topics.federation(), Clock.fixed(now, ZoneOffset.UTC));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.applicationId());
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.STATE_DIR_CONFIG, Path.of("target", "streams").toString());
        ChunkSizes chunkSizes = new ChunkSizes(1 << 20, 1 << 20);
        RoundTopology topology = new RoundTopology(
                settings,
                chunkSizes,
                new ModelLog(),
                new RecordedLog(),
                Framings.SINGLE_OBJECT,
                SideWorks.AT_ONCE,
                metrics,
                ReleaseKeys.NONE);
        driver = new TopologyTestDriver(topology.build(), config, now);
        evaluations = driver.createInputTopic(topics.evaluations(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Runs with these sections of a settings file; no version is known yet. */
    public static EvaluationHarness empty(String... sections) {
        return new EvaluationHarness(SettingsFixtures.settings(sections));
    }

    /** Runs with these sections of a settings file; version 0 is known. */
    public static EvaluationHarness with(String... sections) {
        EvaluationHarness harness = empty(sections);
        harness.publish(0);
        return harness;
    }

    /** Makes a version the newest one. */
    public void publish(long version) {
        publish(version, "");
    }

    /** Makes a version the newest one, and a settings file with these sections what is in force from it on. */
    public void publishWith(long version, String... sections) {
        publish(version, SettingsFixtures.settings(sections).text());
    }

    private void publish(long version, String settings) {
        GlobalModel model = ModelFixtures.version(version, 0);
        RoundResult round = RoundResult.newBuilder(ModelFixtures.roundOf(model))
                .setSettings(settings)
                .build();
        driver.createInputTopic(topics.rounds(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(RecordKeys.round(version), framing.encode(round));
    }

    /** Sends what a client says of a version. */
    public void report(long version, String client, long examples, Map<String, Double> metrics) {
        pipe(String.valueOf(version), framing.encode(new Evaluation(version, client, examples, metrics)));
    }

    /** Sends what a client says of a version with one test example. */
    public void report(long version, String client, double accuracy) {
        report(version, client, 1, Map.of("accuracy", accuracy));
    }

    /** Sends a record. */
    public void pipe(String key, byte[] value) {
        evaluations.pipeInput(key, value, now);
    }

    /** Sends a record of any type. */
    public void pipe(String key, SpecificRecord value) {
        pipe(key, framing.encode(value));
    }

    /** Moves the time of the records to come. */
    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** Figures that were let out since the last call. */
    public List<VersionEvaluation> shown() {
        return Records.ofType(
                VersionEvaluation.class,
                driver.createOutputTopic(topics.control(), new StringDeserializer(), new ByteArrayDeserializer())
                        .readKeyValuesToList());
    }

    /** How many reports were refused for a reason. */
    public double refused(String reason) {
        Counter counter = registry.find("tributary.evaluations.refused")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** Where the aggregator counts. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A store of the topology. */
    public KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    @Override
    public void close() {
        driver.close();
    }
}
