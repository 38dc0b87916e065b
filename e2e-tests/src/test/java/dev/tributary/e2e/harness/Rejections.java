package dev.tributary.e2e.harness;

import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the rejections topic says, as far as it was read. Not thread-safe. */
public final class Rejections {

    private final TopicLog log;
    private final RecordFraming framing;
    private final List<Told> all = new ArrayList<>();

    Rejections(TopicLog log, RecordFraming framing) {
        this.log = log;
        this.framing = framing;
    }

    /**
     * A rejection as it stands on the topic.
     *
     * @param key       key of the record
     * @param rejection what it says
     * @param bytes     the record's value
     */
    public record Told(String key, Rejection rejection, List<Byte> bytes) {}

    Rejections refresh() {
        log.takeNew().forEach(this::accept);
        return this;
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            List<Byte> bytes = new ArrayList<>();
            for (byte value : record.value()) {
                bytes.add(value);
            }
            all.add(new Told(record.key(), framing.decode(record.value(), Rejection.class), bytes));
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("the rejections topic holds what is not a rejection", e);
        }
    }

    /** All rejections in order. */
    public List<Told> all() {
        return List.copyOf(all);
    }

    /** Reasons of all rejections in order. */
    public List<String> reasons() {
        return all.stream().map(told -> told.rejection().getReason()).toList();
    }
}
