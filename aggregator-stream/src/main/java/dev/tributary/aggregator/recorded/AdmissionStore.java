package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.FederationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Memory of stage 1 over a crash, in a change-logged store. Sums and chunks are not in it: the log of updates is their
 * write-ahead log, and the entries here say which of its records to add again.
 *
 * <ul>
 *   <li>{@code format}: number of the format of all the others; a store of another one is not read;
 *   <li>{@code progress}: the open partial sum's number, the offset to read again from, the offset read through;
 *   <li>{@code newest-version}: the newest version that a decision was based on;
 *   <li>{@code forgotten-before}: base version below which admitted updates are no longer remembered;
 *   <li>{@code admitted/<base version>/<client>/<update>}: each admitted update until it could only come again as stale;
 *   <li>{@code held/<offset>}: each update that had begun and was not decided; the value tells held from refused;
 *   <li>{@code receipt/<client>/<update>}: the mask helper's words on seeds of updates that are not admitted;
 *   <li>{@code refused/<number>}: the last update of each client that was refused when all its records had come.
 * </ul>
 */
public final class AdmissionStore implements HeldMemory {

    /** Number of the format. */
    static final int FORMAT = 1;

    static final String FORMAT_KEY = "format";

    private static final String PROGRESS = "progress";
    private static final String NEWEST_VERSION = "newest-version";
    private static final String FORGOTTEN_BEFORE = "forgotten-before";
    private static final String ADMITTED = "admitted/";
    private static final String HELD = "held/";
    /** Sorts after every key that begins with the prefix, since '/' + 1 is '0'. */
    private static final String ADMITTED_END = "admitted0";

    private static final int VERSION_DIGITS = 19;

    private static final String HELD_END = "held0";
    private static final byte[] STILL_HELD = {1};
    private static final byte[] REFUSED = {0};

    private final KeyValueStore<String, byte[]> store;
    private final LastRefused lastRefused;
    private final Receipts receipts;

    /**
     * @param store the task's store
     * @throws FederationException if it is not empty and of another format
     */
    public AdmissionStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
        requireFormat();
        this.lastRefused = new LastRefused(store);
        this.receipts = new Receipts(store);
    }

    private void requireFormat() {
        byte[] bytes = store.get(FORMAT_KEY);
        if (bytes == null) {
            requireEmpty();
            store.put(
                    FORMAT_KEY,
                    ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
        } else if (bytes.length != Integer.BYTES || ByteBuffer.wrap(bytes).getInt() != FORMAT) {
            throw unknown(
                    bytes.length == Integer.BYTES
                            ? String.valueOf(ByteBuffer.wrap(bytes).getInt())
                            : bytes.length + " bytes");
        }
    }

    /** A store with other keys alone was written by a release before formats had numbers. */
    private void requireEmpty() {
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            if (entries.hasNext()) {
                throw unknown("none, beginning with " + entries.next().key);
            }
        }
    }

    private static FederationException unknown(String format) {
        return new FederationException("format of the state of stage 1 must be " + FORMAT + ", was " + format
                + "; go on with the release of Tributary that wrote it (docs/recovery.md, \"Rolling upgrade\")");
    }

    /**
     * Gives the last update of each client that was refused when all its records had come.
     *
     * @return the store's memory of them; the same object each time
     */
    public LastRefused lastRefused() {
        return lastRefused;
    }

    /**
     * Gives the mask helper's words on seeds.
     *
     * @return those that the store remembers; the same object each time
     */
    public Receipts receipts() {
        return receipts;
    }

    /**
     * How far a task has come.
     *
     * @param sequence         number of the open partial sum, counted from 1
     * @param replayFrom       offset from which the log is read again after a crash
     * @param processedThrough last offset that was processed, or -1
     */
    public record Progress(long sequence, long replayFrom, long processedThrough) {

        /** Of a task that has not begun. */
        public static final Progress START = new Progress(1, 0, -1);

        private byte[] toBytes() {
            return ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(sequence)
                    .putLong(replayFrom)
                    .putLong(processedThrough)
                    .array();
        }

        private static Progress fromBytes(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Progress(buffer.getLong(), buffer.getLong(), buffer.getLong());
        }
    }

    /**
     * Tells how far the task had come at the last commit.
     *
     * @return the progress, or {@link Progress#START}
     */
    public Progress progress() {
        return Optional.ofNullable(store.get(PROGRESS)).map(Progress::fromBytes).orElse(Progress.START);
    }

    /**
     * Remembers how far the task has come.
     *
     * @param progress from which a restart goes on
     */
    public void putProgress(Progress progress) {
        store.put(PROGRESS, progress.toBytes());
    }

    /**
     * Tells the newest version that a decision was based on.
     *
     * @return the version, or empty before the first
     */
    public Optional<NewestVersion> newestVersion() {
        return Optional.ofNullable(store.get(NEWEST_VERSION)).map(NewestVersion::fromBytes);
    }

    /**
     * Remembers the newest version, before a decision is based on it.
     *
     * @param version the version
     */
    public void putNewestVersion(NewestVersion version) {
        store.put(NEWEST_VERSION, version.toBytes());
    }

    /**
     * Tells from where on admitted updates are remembered.
     *
     * @return base version below which none is remembered
     */
    public long forgottenBefore() {
        return Optional.ofNullable(store.get(FORGOTTEN_BEFORE))
                .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                .orElse(0L);
    }

    /**
     * Remembers from where on admitted updates are remembered.
     *
     * @param version base version below which none is remembered
     */
    public void putForgottenBefore(long version) {
        store.put(
                FORGOTTEN_BEFORE,
                ByteBuffer.allocate(Long.BYTES).putLong(version).array());
    }

    /**
     * Gives the admitted updates.
     *
     * @return a new list, in the order of their base versions
     */
    public List<AdmittedUpdate> admitted() {
        List<AdmittedUpdate> updates = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(ADMITTED, ADMITTED_END)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                // Ids hold no slash: admission checks them before they come here.
                String[] parts = entry.key.split("/", -1);
                updates.add(AdmittedUpdate.of(parts[2], parts[3], Long.parseLong(parts[1]), entry.value));
            }
        }
        return updates;
    }

    /**
     * Remembers an admitted update.
     *
     * @param update the update
     */
    public void putAdmitted(AdmittedUpdate update) {
        store.put(key(update), update.valueBytes());
    }

    /**
     * Forgets an admitted update.
     *
     * @param update the update
     */
    public void deleteAdmitted(AdmittedUpdate update) {
        store.delete(key(update));
    }

    private static String key(AdmittedUpdate update) {
        // Zero-padded, so that the order of the keys is the order of the versions.
        String version = Long.toString(update.baseVersion());
        return ADMITTED + "0".repeat(VERSION_DIGITS - version.length()) + version + "/" + update.clientId() + "/"
                + update.updateId();
    }

    /**
     * Tells which updates were still held.
     *
     * @return offsets of their first records
     */
    public Set<Long> heldOffsets() {
        return offsets(STILL_HELD[0]);
    }

    /**
     * Tells which refused updates had chunks still to come, to be passed over.
     *
     * @return offsets of their first records that are known
     */
    public Set<Long> refusedOffsets() {
        return offsets(REFUSED[0]);
    }

    private Set<Long> offsets(byte mark) {
        Set<Long> offsets = new HashSet<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(HELD, HELD_END)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                if (entry.value[0] == mark) {
                    offsets.add(Long.parseLong(entry.key.substring(HELD.length())));
                }
            }
        }
        return offsets;
    }

    @Override
    public void putHeld(long offset) {
        store.put(HELD + offset, STILL_HELD);
    }

    @Override
    public void putRefused(long offset) {
        store.put(HELD + offset, REFUSED);
    }

    @Override
    public void deleteHeld(long offset) {
        store.delete(HELD + offset);
    }

    @Override
    public void putLastRefused(String clientId, String updateId) {
        lastRefused.put(clientId, updateId);
    }
}
