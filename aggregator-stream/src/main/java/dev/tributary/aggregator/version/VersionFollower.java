package dev.tributary.aggregator.version;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.Optional;
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
    private final RecordFraming framing;
    private KeyValueStore<String, byte[]> store;

    /**
     * @param storeName name of the global store
     * @param framing   used by this processor alone
     */
    public VersionFollower(String storeName, RecordFraming framing) {
        this.framing = framing;
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            if (RecordKeys.isRound(record.key())) {
                follow(framing.decode(record.value(), RoundResult.class));
            } else if (RecordKeys.STATE.equals(record.key())) {
                follow(framing.decode(record.value(), FederationState.class));
            }
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the rounds topic is passed over: {}", record.key(), e.getMessage());
        }
    }

    private void follow(RoundResult result) {
        Optional<NewestVersion> before = newest();
        if (before.isEmpty() || before.get().version() < result.getVersion()) {
            NewestVersion next =
                    before.map(known -> known.followedBy(result)).orElseGet(() -> NewestVersion.of(result));
            store.put(NEWEST, next.toBytes());
        }
    }

    private void follow(FederationState state) {
        newest().filter(known -> known.version() == state.getVersion())
                .ifPresent(known -> store.put(NEWEST, known.with(state).toBytes()));
    }

    private Optional<NewestVersion> newest() {
        return Optional.ofNullable(store.get(NEWEST)).map(NewestVersion::fromBytes);
    }
}
