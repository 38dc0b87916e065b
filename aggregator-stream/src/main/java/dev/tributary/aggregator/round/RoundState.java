package dev.tributary.aggregator.round;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the open round stands, as kept in the change-logged store of stage 2. Sums are not in it: the topic of partial
 * sums is their write-ahead log.
 *
 * <pre>
 *            goal reached, or deadline passed with a quorum
 *   open(n) ─────────────────────────────────────────────────▶ open(n + 1)
 *      │ ▲
 *      └─┘ deadline passed below quorum: extended
 * </pre>
 *
 * @param modelVersion    newest published version; the open round publishes the next one
 * @param openedAtMs      wall-clock time at which the round opened
 * @param deadlineAtMs    wall-clock time of its deadline: an instant, not a countdown, so that a stop does not move it
 * @param extensions      how many times the deadline was extended
 * @param replayFrom      offset in {@code partials} from which the open round is read again
 * @param processedThrough last offset of {@code partials} that was processed, or -1
 * @param controlFrom     offset in {@code control} from which a command that is not whole is read again
 * @param controlThrough  last offset of {@code control} that was processed, or -1
 * @param closedSequences by partition of {@code updates}: number of its last partial sum in a closed round
 */
record RoundState(
        long modelVersion,
        long openedAtMs,
        long deadlineAtMs,
        int extensions,
        long replayFrom,
        long processedThrough,
        long controlFrom,
        long controlThrough,
        Map<Integer, Long> closedSequences) {

    private static final String KEY = "open-round";
    private static final int FIXED_BYTES = 7 * Long.BYTES + 2 * Integer.BYTES;
    private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

    RoundState {
        closedSequences = Map.copyOf(closedSequences);
    }

    static RoundState opened(long modelVersion, long nowMs, long deadlineMs) {
        return new RoundState(modelVersion, nowMs, nowMs + deadlineMs, 0, 0, -1, 0, -1, Map.of());
    }

    boolean isOverdue(long nowMs) {
        return nowMs >= deadlineAtMs;
    }

    RoundState extended(long nowMs, long deadlineMs) {
        return new RoundState(
                modelVersion,
                openedAtMs,
                nowMs + deadlineMs,
                extensions + 1,
                replayFrom,
                processedThrough,
                controlFrom,
                controlThrough,
                closedSequences);
    }

    RoundState processed(long replayFromOffset, long offset) {
        return new RoundState(
                modelVersion,
                openedAtMs,
                deadlineAtMs,
                extensions,
                replayFromOffset,
                offset,
                controlFrom,
                controlThrough,
                closedSequences);
    }

    RoundState commanded(long controlFromOffset, long offset) {
        return new RoundState(
                modelVersion,
                openedAtMs,
                deadlineAtMs,
                extensions,
                replayFrom,
                processedThrough,
                controlFromOffset,
                offset,
                closedSequences);
    }

    /** After the round was closed: nothing of it is left. */
    RoundState closed(long replayFromOffset, Map<Integer, Long> lastSequences) {
        return new RoundState(
                modelVersion,
                openedAtMs,
                deadlineAtMs,
                extensions,
                replayFromOffset,
                processedThrough,
                controlFrom,
                controlThrough,
                lastSequences);
    }

    /** After a version was published: its time begins anew. */
    RoundState next(long nowMs, long deadlineMs) {
        return new RoundState(
                modelVersion + 1,
                nowMs,
                nowMs + deadlineMs,
                0,
                replayFrom,
                processedThrough,
                controlFrom,
                controlThrough,
                closedSequences);
    }

    void save(KeyValueStore<String, byte[]> store) {
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + closedSequences.size() * ENTRY_BYTES)
                .putLong(modelVersion)
                .putLong(openedAtMs)
                .putLong(deadlineAtMs)
                .putInt(extensions)
                .putLong(replayFrom)
                .putLong(processedThrough)
                .putLong(controlFrom)
                .putLong(controlThrough)
                .putInt(closedSequences.size());
        closedSequences.forEach(
                (partition, sequence) -> buffer.putInt(partition).putLong(sequence));
        store.put(KEY, buffer.array());
    }

    static Optional<RoundState> load(KeyValueStore<String, byte[]> store) {
        return Optional.ofNullable(store.get(KEY)).map(RoundState::fromBytes);
    }

    private static RoundState fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long modelVersion = buffer.getLong();
        long openedAtMs = buffer.getLong();
        long deadlineAtMs = buffer.getLong();
        int extensions = buffer.getInt();
        long replayFrom = buffer.getLong();
        long processedThrough = buffer.getLong();
        long controlFrom = buffer.getLong();
        long controlThrough = buffer.getLong();
        Map<Integer, Long> sequences = new HashMap<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            sequences.put(buffer.getInt(), buffer.getLong());
        }
        return new RoundState(
                modelVersion,
                openedAtMs,
                deadlineAtMs,
                extensions,
                replayFrom,
                processedThrough,
                controlFrom,
                controlThrough,
                sequences);
    }
}
