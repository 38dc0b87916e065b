package dev.tributary.aggregator.topology;

import dev.tributary.aggregator.evaluation.EvaluationIntake;
import dev.tributary.aggregator.evaluation.EvaluationPublisher;
import dev.tributary.aggregator.evaluation.EvaluationRules;
import dev.tributary.aggregator.evaluation.Report;
import dev.tributary.aggregator.evaluation.VersionTally;
import dev.tributary.aggregator.evaluation.VersionTallySerde;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.processor.LogAndSkipOnInvalidTimestamp;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.Stores;

/**
 * From the clients' reports on a version to its figures.
 *
 * <pre>
 *   evaluations ──▶ intake ──▶ by version, session window ──▶ publisher ──▶ control
 * </pre>
 *
 * <p>Session windows, since the reports on a version come in a burst that begins when the version does: a window that is
 * aligned to the epoch would cut most bursts in two. Nothing waits for a window to close: that needs a later record, and
 * while every client is silent there is none. A window is there so that what no batch was made of is forgotten.
 */
final class EvaluationTopology {

    private final FederationTopics topics;
    private final Duration window;
    private final EvaluationRules rules;
    private final Framings framings;
    private final FederationMetrics metrics;

    /**
     * @param topics   the federation's topics
     * @param settings settings of the file; the window is taken from them, since a store is sized by it, the others
     *                 until others stand on the log
     * @param framings makes a framing for each processor
     * @param metrics  counts
     */
    EvaluationTopology(
            FederationTopics topics, EvaluationSettings settings, Framings framings, FederationMetrics metrics) {
        this.topics = topics;
        this.window = settings.window();
        this.rules = new EvaluationRules(settings);
        this.framings = framings;
        this.metrics = metrics;
    }

    /** Makes a topology that the rest of the graph can be added to; the global store of versions must be. */
    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StoreNames.EVALUATION_REPORTS),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withCachingEnabled());
        builder.stream(
                        topics.evaluations(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray())
                                .withName(NodeNames.EVALUATIONS)
                                .withTimestampExtractor(new LogAndSkipOnInvalidTimestamp()))
                .processValues(this::intake, Named.as(NodeNames.EVALUATION_INTAKE), StoreNames.EVALUATION_REPORTS)
                // The key is that of the record, so that nothing goes through a repartition topic.
                .groupByKey(Grouped.<String, Report>keySerde(Serdes.String()))
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(window))
                .aggregate(
                        () -> VersionTally.EMPTY,
                        (version, report, tally) -> tally.plus(report, rules.get()),
                        (version, one, other) -> one.plus(other),
                        Named.as(NodeNames.EVALUATION_WINDOWS),
                        windowStore())
                .toStream(Named.as(NodeNames.EVALUATION_CHANGES))
                .process(this::publisher, Named.as(NodeNames.EVALUATION_PUBLISHER), StoreNames.EVALUATION_REPORTS)
                .to(
                        topics.control(),
                        // Partition 0, however many somebody adds: the order of commands is that of the federation.
                        Produced.with(Serdes.String(), Serdes.ByteArray())
                                .withStreamPartitioner((topic, key, value, partitions) -> RoundTopology.ONLY_PARTITION)
                                .withName(NodeNames.CONTROL_SINK));
        return builder.build();
    }

    /** Without a cache: it would hold figures back until the next commit, and there is little to save. */
    private Materialized<String, VersionTally, SessionStore<Bytes, byte[]>> windowStore() {
        return Materialized.<String, VersionTally>as(Stores.inMemorySessionStore(StoreNames.EVALUATION_WINDOWS, window))
                .withKeySerde(Serdes.String())
                .withValueSerde(VersionTallySerde.serde())
                .withCachingDisabled();
    }

    private EvaluationIntake intake() {
        return new EvaluationIntake(
                rules,
                new EvaluationIntake.Wiring(
                        StoreNames.EVALUATION_REPORTS, StoreNames.VERSION, framings.newFraming(), metrics));
    }

    private EvaluationPublisher publisher() {
        return new EvaluationPublisher(rules, StoreNames.EVALUATION_REPORTS, framings.newFraming(), metrics);
    }
}
