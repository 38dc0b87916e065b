package dev.tributary.aggregator.round;

import dev.tributary.aggregation.ServerState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Vectors as long as the model in the change-logged store of stage 2: moments of a strategy, and the remainder of a lossy
 * encoding. In numbered parts, since a record of the changelog obeys the same limit as any other. Keys are
 * {@code vector/<name>/<index>}, written once a round.
 *
 * @param store     the task's store
 * @param partBytes greatest length of a value
 */
record VectorStore(KeyValueStore<String, byte[]> store, int partBytes) {

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

    /**
     * Writes every vector, and deletes each part that none of them has: of vectors that are gone, and beyond the last part
     * of a vector that now needs fewer, since more fits into one.
     */
    void save(ServerState state) {
        Set<String> old = keys();
        int floatsPerPart = partBytes / Float.BYTES;
        state.vectors().forEach((name, vector) -> {
            for (int from = 0, index = 0; from < vector.length; from += floatsPerPart, index++) {
                int length = Math.min(floatsPerPart, vector.length - from);
                byte[] value = new byte[length * Float.BYTES];
                floats(value).asFloatBuffer().put(vector, from, length);
                String key = key(name, index);
                store.put(key, value);
                old.remove(key);
            }
        });
        old.forEach(store::delete);
    }

    /** Zero-padded, so that the order of the keys is the order of the parts; in the same digits everywhere. */
    private static String key(String name, int index) {
        return String.format(Locale.ROOT, "%s%s/%06d", PREFIX, name, index);
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
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
