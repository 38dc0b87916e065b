package dev.tributary.aggregator.rejection;

import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Passes rejections on, and tells the clients of them on the topic of the model, since a client may read no other: each
 * notice is the rejection without client and detail. The id of an update is random, so its client alone knows whose it
 * is; others learn that some update was refused, and for which reason.
 *
 * <p>Few, since every client reads them: {@value #MOST_AT_ONCE} a second from a task, and one of a client in five
 * seconds. A client whose every update is refused hears of it at the latest with a later one. Notices take
 * {@value #SLOTS} keys of a task in turn, so that the compacted topic keeps no more. They live in memory until they are
 * written, once a second, and the transaction is committed at once: an open one on that topic holds up its readers.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class RefusalNotices implements Processor<String, byte[], String, byte[]> {

    /** Keys of a task. */
    public static final int SLOTS = 32;

    /** With notices of some 150 bytes: about 1 KB/s from a task at the most. */
    static final int MOST_AT_ONCE = 8;

    /** Time between two writes. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Time between two notices to a client, so that one that sends much leaves room for others. */
    static final long CLIENT_PAUSE_MS = 5_000;

    private static final int MOST_CLIENTS = 10_000;

    private final String rejectionsSink;
    private final String noticesSink;
    private final RecordFraming framing;
    private final Deque<Rejection> waiting = new ArrayDeque<>();
    private final Map<String, Long> toldAtMs = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return super.size() > MOST_CLIENTS;
        }
    };

    private ProcessorContext<String, byte[]> context;
    private int slot;

    /**
     * @param rejectionsSink name of the sink of rejections
     * @param noticesSink    name of the sink of notices
     * @param framing        used by this instance only
     */
    public RefusalNotices(String rejectionsSink, String noticesSink, RecordFraming framing) {
        this.rejectionsSink = rejectionsSink;
        this.noticesSink = noticesSink;
        this.framing = framing;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::write);
    }

    @Override
    public void process(Record<String, byte[]> rejection) {
        context.forward(rejection, rejectionsSink);
        try {
            offer(framing.decode(rejection.value(), Rejection.class));
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("a rejection that was just written must be readable", e);
        }
    }

    private void offer(Rejection rejection) {
        // A duplicate is no news: the update counts.
        boolean isNews = !RejectionReason.DUPLICATE_UPDATE.name().equals(rejection.getReason());
        if (!isNews || rejection.getUpdateId().isEmpty() || waiting.size() >= MOST_AT_ONCE) {
            return;
        }
        Long told = toldAtMs.get(rejection.getClientId());
        long now = context.currentSystemTimeMs();
        if (told != null && now >= told && now - told < CLIENT_PAUSE_MS) {
            return;
        }
        toldAtMs.put(rejection.getClientId(), now);
        waiting.add(
                Rejection.newBuilder(rejection).setClientId("").setDetail("").build());
    }

    private void write(long nowMs) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Rejection notice : waiting) {
            String key = RecordKeys.refusal(notice.getPartition(), slot);
            slot = (slot + 1) % SLOTS;
            context.forward(new Record<>(key, framing.encode(notice), nowMs), noticesSink);
        }
        waiting.clear();
        context.commit();
    }
}
