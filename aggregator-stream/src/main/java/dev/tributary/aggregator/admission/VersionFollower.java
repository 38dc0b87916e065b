package dev.tributary.aggregator.admission;

import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest version of the {@code rounds} topic in a global store, where every task of stage 1 looks it up. */
public final class VersionFollower implements Processor<String, byte[], Void, Void> {

    /** The store's only key. */
    public static final String NEWEST = "newest";

    private static final Logger LOG = LoggerFactory.getLogger(VersionFollower.class);

    private final String storeName;
    private final RecordFraming framing = new RecordFraming();
    private KeyValueStore<String, byte[]> store;

    /**
     * @param storeName name of the global store
     */
    public VersionFollower(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.value() == null || !RecordKeys.isRound(record.key())) {
            return;
        }
        try {
            NewestVersion version = NewestVersion.of(framing.decode(record.value(), RoundResult.class));
            byte[] before = store.get(NEWEST);
            if (before == null || NewestVersion.fromBytes(before).version() < version.version()) {
                store.put(NEWEST, version.toBytes());
            }
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the rounds topic is passed over: {}", record.key(), e.getMessage());
        }
    }
}
