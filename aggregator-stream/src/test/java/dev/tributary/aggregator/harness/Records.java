package dev.tributary.aggregator.harness;

import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;

/** Reads what the aggregator wrote. */
public final class Records {

    private static final RecordFraming FRAMING = new RecordFraming();

    private Records() {}

    /** Decodes one record. */
    public static synchronized SpecificRecord decode(byte[] value) {
        try {
            return FRAMING.decode(value);
        } catch (UndecodableRecordException e) {
            throw new AssertionError("the aggregator must write readable records", e);
        }
    }

    /** Decodes the records of one type and leaves out the others. */
    public static <T extends SpecificRecord> List<T> ofType(Class<T> type, List<KeyValue<String, byte[]>> records) {
        return records.stream()
                .filter(record -> record.value != null)
                .map(record -> decode(record.value))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
