package dev.tributary.aggregator.round;

import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.schemas.FederationException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state of the round in the change-logged store of stage 2: one value, four bytes with the number of its format (big
 * endian) and then {@link StoredRoundCodec}'s. Vectors stand beside it, see {@link VectorStore}.
 *
 * @param store the task's store
 */
record RoundStateStore(KeyValueStore<String, byte[]> store) {

    /** Number of the format; another one is not read. */
    static final int FORMAT = 2;

    static final String KEY = "round-state";

    /**
     * Reads the state.
     *
     * @return the state, or empty if the store is empty
     * @throws FederationException if the store is not empty and of another format
     */
    Optional<RoundState> load() {
        byte[] bytes = store.get(KEY);
        if (bytes == null) {
            requireEmpty();
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int format = bytes.length < Integer.BYTES ? -1 : buffer.getInt();
        if (format != FORMAT) {
            throw unknown(String.valueOf(format));
        }
        return Optional.of(StoredRoundCodec.read(buffer));
    }

    /** A store with other keys alone was written by a release before formats had numbers. */
    private void requireEmpty() {
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            if (entries.hasNext()) {
                KeyValue<String, byte[]> first = entries.next();
                throw unknown("none, beginning with " + first.key);
            }
        }
    }

    private static FederationException unknown(String format) {
        return new FederationException("format of the state of stage 2 must be " + FORMAT + ", was " + format
                + "; go on with the release of Tributary that wrote it (docs/recovery.md, \"Rolling upgrade\")");
    }

    void save(RoundState state) {
        byte[] body = StoredRoundCodec.write(state);
        store.put(
                KEY,
                ByteBuffer.allocate(Integer.BYTES + body.length)
                        .putInt(FORMAT)
                        .put(body)
                        .array());
    }
}
