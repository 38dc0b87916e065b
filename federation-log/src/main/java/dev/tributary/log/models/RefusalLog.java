package dev.tributary.log.models;

import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices of refused updates, as they come by on the topic of the model. Not thread-safe. */
final class RefusalLog {

    /** Some 50 KB; whoever never asks for them keeps no more. */
    static final int MOST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final RecordFraming framing;
    private final Deque<Rejection> notices = new ArrayDeque<>();

    RefusalLog(RecordFraming framing) {
        this.framing = framing;
    }

    /** Takes the next record of the topic; others than notices are passed over. */
    void accept(String key, byte[] value) {
        if (value == null || !RecordKeys.isRefusal(key)) {
            return;
        }
        try {
            notices.add(framing.decode(value, Rejection.class));
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the model topic is passed over: {}", key, e.getMessage());
        }
        if (notices.size() > MOST) {
            notices.removeFirst();
        }
    }

    /** Gives them, the oldest first, and forgets them. */
    List<Rejection> take() {
        List<Rejection> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }
}
