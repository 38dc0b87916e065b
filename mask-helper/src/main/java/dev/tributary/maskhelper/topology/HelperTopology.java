package dev.tributary.maskhelper.topology;

import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole graph of the mask helper: one task, so that one ledger sees all seeds and all requests.
 *
 * <pre>
 *   [seeds] [unmask] [enrolment] ──▶ mask-helper (ledger) ──▶ [receipts] [mask-sums] [helper-keys]
 * </pre>
 */
public final class HelperTopology {

    static final String RECEIPTS_SINK = "receipts-sink";
    static final String MASK_SUMS_SINK = "mask-sums-sink";
    static final String HELPER_KEYS_SINK = "helper-keys-sink";
    private static final String SOURCE = "requests-source";
    private static final String PROCESSOR = "mask-helper";

    /** Topics of one order: readers know no other partition, however many somebody adds. */
    private static final StreamPartitioner<String, byte[]> FIRST =
            (topic, key, value, partitions) -> Optional.of(Set.of(0));

    private HelperTopology() {}

    /**
     * Builds the graph.
     *
     * @param settings the mask helper's own copy of the federation's settings
     * @param keys     its keys; used by one task at a time
     * @param events   hears of its decisions
     * @return the graph
     */
    public static Topology build(FederationSettings settings, HelperKeys keys, HelperEvents events) {
        FederationTopics topics = settings.topics();
        Deserializer<String> keyReader = Serdes.String().deserializer();
        Serializer<String> keyWriter = Serdes.String().serializer();
        Deserializer<byte[]> valueReader = Serdes.ByteArray().deserializer();
        Serializer<byte[]> valueWriter = Serdes.ByteArray().serializer();
        Topology topology = new Topology();
        topology.addSource(SOURCE, keyReader, valueReader, topics.seeds(), topics.unmask(), topics.enrolment());
        topology.addProcessor(PROCESSOR, () -> new HelperProcessor(settings, keys, events), SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(StoreNames.LEDGER), Serdes.String(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                PROCESSOR);
        topology.addSink(RECEIPTS_SINK, topics.receipts(), keyWriter, valueWriter, PROCESSOR);
        topology.addSink(MASK_SUMS_SINK, topics.maskSums(), keyWriter, valueWriter, FIRST, PROCESSOR);
        topology.addSink(HELPER_KEYS_SINK, topics.helperKeys(), keyWriter, valueWriter, FIRST, PROCESSOR);
        return topology;
    }
}
