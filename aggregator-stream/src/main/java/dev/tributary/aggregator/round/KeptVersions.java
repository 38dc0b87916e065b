package dev.tributary.aggregator.round;

import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The versions on the model topic that have no tombstones yet, each with its number of chunks: what is no longer kept
 * is cleared away whole, even after {@code model.keepVersions}, the encoding or the size of a chunk has changed.
 */
final class KeptVersions {

    private static final String KEY = "kept-versions";
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    private final NavigableMap<Long, Integer> chunksByVersion = new TreeMap<>();

    void add(long version, int chunkCount) {
        chunksByVersion.put(version, chunkCount);
    }

    /** The oldest version that is kept. */
    long oldest() {
        return chunksByVersion.firstKey();
    }

    /**
     * Forgets versions that are no longer kept.
     *
     * @param version newest version
     * @param keep    how many of the newest stay
     * @param expired takes each other one with its number of chunks
     */
    void expire(long version, int keep, ObjIntConsumer<Long> expired) {
        NavigableMap<Long, Integer> old = chunksByVersion.headMap(version - keep, true);
        old.forEach((gone, chunkCount) -> expired.accept(gone, chunkCount));
        old.clear();
    }

    void save(KeyValueStore<String, byte[]> store) {
        ByteBuffer buffer = ByteBuffer.allocate(chunksByVersion.size() * ENTRY_BYTES);
        chunksByVersion.forEach((version, chunks) -> buffer.putLong(version).putInt(chunks));
        store.put(KEY, buffer.array());
    }

    static Optional<KeptVersions> load(KeyValueStore<String, byte[]> store) {
        return Optional.ofNullable(store.get(KEY)).map(bytes -> {
            KeptVersions kept = new KeptVersions();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                kept.add(buffer.getLong(), buffer.getInt());
            }
            return kept;
        });
    }
}
