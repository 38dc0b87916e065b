package dev.tributary.client.update;

import dev.tributary.schemas.framing.RecordFraming;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * An update on its way to the log. It is sent as often as it takes, always as the same records under the same id, so that
 * the aggregator counts it once.
 */
public interface OutgoingUpdate {

    /**
     * A record that goes to another topic, ahead of the update's own.
     *
     * @param topic  where it goes
     * @param record kind of the record
     */
    record Preface(String topic, SpecificRecord record) {}

    /**
     * Names the update.
     *
     * @return unique for this update
     */
    String updateId();

    /**
     * Says which model version the client trained from.
     *
     * @return the base version
     */
    long baseVersion();

    /**
     * Says how long the payload is.
     *
     * @return bytes over all chunks
     */
    long payloadBytes();

    /**
     * Gives the record that goes ahead.
     *
     * @return the sealed seed of a masked update; empty for one in the clear
     */
    default Optional<Preface> preface() {
        return Optional.empty();
    }

    /**
     * Counts the records of the updates topic.
     *
     * @return at least 1
     */
    int recordCount();

    /**
     * Writes one of those records, which are to be sent in order.
     *
     * @param index   0 for the manifest, then 1 for chunk 1 and so on
     * @param framing used by the calling thread alone
     * @return the record's value, owned by the caller
     */
    byte[] record(int index, RecordFraming framing);

    /** Takes note that the update has arrived. To be called once, by whoever delivers it. */
    void arrived();
}
