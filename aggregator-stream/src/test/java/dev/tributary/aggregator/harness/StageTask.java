package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionFollower;
import dev.tributary.federation.provisioning.StoreNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One task of Kafka Streams under exactly-once, of which a crash leaves what it really leaves: the store as it was at
 * the last commit, and nothing of what was forwarded since.
 */
public final class StageTask {

    private final Supplier<Processor<String, byte[], String, byte[]>> processors;
    private final List<String> storeNames;
    private final TopicPartition input;
    private Map<String, Map<String, byte[]>> committed = new HashMap<>();
    private byte[] newestVersion;
    private MockProcessorContext<String, byte[]> context;
    private final Map<String, KeyValueStore<String, byte[]>> stores = new HashMap<>();
    private KeyValueStore<String, byte[]> versions;
    private Processor<String, byte[], String, byte[]> processor;

    /**
     * @param processors makes the stage's processor anew at each start
     * @param storeNames names of its stores
     * @param input      what it reads
     */
    public StageTask(
            Supplier<Processor<String, byte[], String, byte[]>> processors,
            List<String> storeNames,
            TopicPartition input) {
        this.processors = processors;
        this.storeNames = storeNames;
        this.input = input;
    }

    /** Starts on what was committed, as after a crash. */
    public void start(long nowMs) {
        context = MemoryStores.context(input.partition());
        context.setCurrentSystemTimeMs(nowMs);
        for (String name : storeNames) {
            KeyValueStore<String, byte[]> store = MemoryStores.add(context, name);
            committed.getOrDefault(name, Map.of()).forEach(store::put);
            stores.put(name, store);
        }
        versions = MemoryStores.add(context, StoreNames.VERSION);
        versions.put(VersionFollower.NEWEST, newestVersion);
        processor = processors.get();
        processor.init(context);
    }

    /** Lets the task see this version in its copy of the global store. */
    public void showVersion(NewestVersion version) {
        newestVersion = version == null ? null : version.toBytes();
        if (versions != null) {
            versions.put(VersionFollower.NEWEST, newestVersion);
        }
    }

    public void process(long offset, KeyValue<String, byte[]> record, long nowMs) {
        process(input, offset, record, nowMs);
    }

    /** The same for a record of another of its inputs. */
    public void process(TopicPartition from, long offset, KeyValue<String, byte[]> record, long nowMs) {
        context.setCurrentSystemTimeMs(nowMs);
        context.setRecordMetadata(from.topic(), from.partition(), offset);
        processor.process(new Record<>(record.key, record.value, nowMs));
    }

    /** Runs what the processor scheduled. */
    public void tick(long nowMs) {
        context.setCurrentSystemTimeMs(nowMs);
        context.scheduledPunctuators()
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(nowMs));
    }

    /** What was forwarded since it was taken last, in order. */
    public List<CapturedForward<? extends String, ? extends byte[]>> takeForwarded() {
        List<CapturedForward<? extends String, ? extends byte[]>> forwarded = List.copyOf(context.forwarded());
        context.resetForwards();
        return forwarded;
    }

    /** Makes the stores' content the one that a later start finds. */
    public void commit() {
        committed = new HashMap<>();
        stores.forEach((name, store) -> {
            Map<String, byte[]> content = new HashMap<>();
            try (KeyValueIterator<String, byte[]> entries = store.all()) {
                entries.forEachRemaining(entry -> content.put(entry.key, entry.value));
            }
            committed.put(name, content);
        });
    }

    public TopicPartition input() {
        return input;
    }
}
