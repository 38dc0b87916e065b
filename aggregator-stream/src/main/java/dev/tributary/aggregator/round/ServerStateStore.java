package dev.tributary.aggregator.round;

import dev.tributary.aggregation.ServerState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a strategy remembers between rounds, in the change-logged store of stage 2, in chunks: a record of the changelog
 * obeys the same limit as any other. Keys are {@code vector/<name>/<index>}, written once a round.
 *
 * @param store      the task's store
 * @param chunkBytes greatest length of a value
 */
record ServerStateStore(KeyValueStore<String, byte[]> store, int chunkBytes) {

    private static final String PREFIX = "vector/";
    /** Sorts after every key that begins with the prefix, since '/' + 1 is '0'. */
    private static final String END = "vector0";

    ServerState load(int parameterCount) {
        Map<String, float[]> vectors = new HashMap<>();
        Map<String, Integer> filled = new HashMap<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(PREFIX, END)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                String name = nameIn(entry.key);
                float[] vector = vectors.computeIfAbsent(name, unused -> new float[parameterCount]);
                int from = filled.getOrDefault(name, 0);
                int length = entry.value.length / Float.BYTES;
                floats(entry.value).asFloatBuffer().get(vector, from, length);
                filled.put(name, from + length);
            }
        }
        ServerState state = new ServerState(parameterCount);
        vectors.forEach(state::restore);
        return state;
    }

    /** Writes every vector, and removes those that are no longer there. */
    void save(ServerState state) {
        Map<String, float[]> vectors = state.vectors();
        keys().stream().filter(key -> !vectors.containsKey(nameIn(key))).forEach(store::delete);
        int floatsPerChunk = chunkBytes / Float.BYTES;
        vectors.forEach((name, vector) -> {
            for (int from = 0, index = 0; from < vector.length; from += floatsPerChunk, index++) {
                int length = Math.min(floatsPerChunk, vector.length - from);
                byte[] value = new byte[length * Float.BYTES];
                floats(value).asFloatBuffer().put(vector, from, length);
                // Zero-padded, so that the order of the keys is the order of the chunks.
                store.put(String.format(Locale.ROOT, "%s%s/%06d", PREFIX, name, index), value);
            }
        });
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(PREFIX, END)) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static String nameIn(String key) {
        return key.substring(PREFIX.length(), key.lastIndexOf('/'));
    }

    private static ByteBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
