package dev.tributary.aggregator.rejection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Says which rejections are written: a client that is refused again and again must not fill the topic. A token bucket
 * for each client, {@value #BURST} at once and {@value #PER_SECOND} a second after that, and one for the whole task,
 * since a stranger may invent as many client ids as he likes.
 *
 * <p>Every refusal is counted in the metrics; only its record is left out, and the next record of the same client says
 * how many were. That lives in memory alone: after a restart the buckets are full and the numbers begin at 0. Which
 * update counts depends on neither.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class RejectionLimit {

    /** Enough for an honest client whose every update of a day is refused, one for each version. */
    public static final int BURST = 100;

    /** Rejections of a client a second, after the first {@value #BURST}. */
    public static final int PER_SECOND = 1;

    /** With records of some 300 bytes: 0.3 MB/s from a task at the most. */
    static final int TASK_BURST = 10_000;

    static final int TASK_PER_SECOND = 1000;

    /** Some 2 MB of memory. The one that was refused longest ago is forgotten first. */
    static final int MOST_CLIENTS = 10_000;

    private final Bucket task = new Bucket(TASK_BURST, TASK_PER_SECOND);
    private final Map<String, Bucket> byClient = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return super.size() > MOST_CLIENTS;
        }
    };

    /**
     * Decides about one more rejection.
     *
     * @param clientId its client, empty when none could be read
     * @param nowMs    wall-clock time
     * @return how many of this client were left out since its last one, or empty to leave out this one
     */
    OptionalLong admit(String clientId, long nowMs) {
        Bucket client = byClient.computeIfAbsent(clientId, id -> new Bucket(BURST, PER_SECOND));
        if (!client.has(nowMs) || !task.has(nowMs)) {
            client.leftOut++;
            return OptionalLong.empty();
        }
        client.take();
        task.take();
        long leftOut = client.leftOut;
        client.leftOut = 0;
        return OptionalLong.of(leftOut);
    }

    /** Clients that are remembered. */
    int size() {
        return byClient.size();
    }

    private static final class Bucket {

        private final int capacity;
        private final int perSecond;
        private double tokens;
        private long filledAtMs;
        private long leftOut;

        Bucket(int capacity, int perSecond) {
            this.capacity = capacity;
            this.perSecond = perSecond;
            this.tokens = capacity;
        }

        boolean has(long nowMs) {
            // A clock that was set back fills nothing.
            double seconds = Math.max(0, nowMs - filledAtMs) / 1000.0;
            tokens = Math.min(capacity, tokens + seconds * perSecond);
            filledAtMs = nowMs;
            return tokens >= 1;
        }

        void take() {
            tokens--;
        }
    }
}
