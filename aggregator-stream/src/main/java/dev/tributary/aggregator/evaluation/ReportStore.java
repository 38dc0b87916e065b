package dev.tributary.aggregator.evaluation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Who has reported on which version, in a change-logged store: nobody's metrics.
 *
 * <ul>
 *   <li>{@code newest}: the newest version that a decision was based on;
 *   <li>{@code version/<version>}: how many clients have reported, and how many the last figures shown are of;
 *   <li>{@code client/<version>/<client>}: a client that has reported.
 * </ul>
 *
 * <p>Bounded: {@link #MOST_REPORTS} clients for each version, and versions are forgotten once they are refused as old.
 */
final class ReportStore {

    /**
     * Clients that can report on a version. The standard error of a mean over so many is 1/64 of the spread, and all of
     * them for all versions that are remembered take less than 50 MiB, whatever is sent.
     */
    static final int MOST_REPORTS = 4096;

    /** Versions that a client may miss until it is no longer missed. */
    private static final int GROUP_VERSIONS = 3;

    private static final String NEWEST = "newest";
    private static final String VERSION = "version/";
    private static final String CLIENT = "client/";
    private static final byte[] HAS_REPORTED = {1};

    private final KeyValueStore<String, byte[]> store;

    ReportStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /**
     * Reports of a version.
     *
     * @param reported clients that have reported
     * @param shown    clients behind the last figures shown; 0: none were
     */
    private record Counts(int reported, long shown) {

        static final Counts NONE = new Counts(0, 0);

        static Counts fromBytes(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Counts(buffer.getInt(), buffer.getLong());
        }

        byte[] toBytes() {
            return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(reported)
                    .putLong(shown)
                    .array();
        }
    }

    OptionalLong newest() {
        byte[] bytes = store.get(NEWEST);
        return bytes == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(bytes).getLong());
    }

    void putNewest(long version) {
        store.put(NEWEST, ByteBuffer.allocate(Long.BYTES).putLong(version).array());
    }

    boolean hasReported(long version, String clientId) {
        return store.get(clientKey(version, clientId)) != null;
    }

    boolean isFull(long version) {
        return counts(version).reported() >= MOST_REPORTS;
    }

    void putReport(long version, String clientId) {
        Counts counts = counts(version);
        store.put(clientKey(version, clientId), HAS_REPORTED);
        store.put(VERSION + version, new Counts(counts.reported() + 1, counts.shown()).toBytes());
    }

    long reported(long version) {
        return counts(version).reported();
    }

    /**
     * The most clients that have reported on the version or on one of the three before it. So a client that has left is
     * missed for no longer than three versions.
     */
    long groupSize(long version) {
        long most = 0;
        for (long near = version - GROUP_VERSIONS; near <= version; near++) {
            most = Math.max(most, reported(near));
        }
        return most;
    }

    /**
     * Clients that can be counted on: the fewest that have reported on one of the versions two and three before this one,
     * those without any report left out. On the version just before it some may still be at work; it counts while it is the
     * only one. 0 if nobody has reported on any of them.
     */
    long expected(long version) {
        return LongStream.of(reported(version - 3), reported(version - 2))
                .filter(count -> count > 0)
                .min()
                .orElseGet(() -> reported(version - 1));
    }

    long shown(long version) {
        return counts(version).shown();
    }

    void putShown(long version, long reports) {
        store.put(VERSION + version, new Counts(counts(version).reported(), reports).toBytes());
    }

    private Counts counts(long version) {
        byte[] bytes = store.get(VERSION + version);
        return bytes == null ? Counts.NONE : Counts.fromBytes(bytes);
    }

    /** Forgets all versions before one. */
    void forgetBefore(long version) {
        for (String key : keysOf(VERSION)) {
            long old = Long.parseLong(key.substring(VERSION.length()));
            if (old < version) {
                keysOf(CLIENT + old + "/").forEach(store::delete);
                store.delete(key);
            }
        }
    }

    private List<String> keysOf(String prefix) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.prefixScan(prefix, new StringSerializer())) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static String clientKey(long version, String clientId) {
        return CLIENT + version + "/" + clientId;
    }
}
