package dev.tributary.operator.replay;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.OffsetRange;
import dev.tributary.log.reading.Patience;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds admitted updates on the topic {@code updates} again: one pass notes where each begins, and each is then read
 * when it is its turn, so that memory holds one update and the places of the others.
 *
 * <p>An update that was sent twice is the same both times; the first whole copy is taken, as admission does. Not
 * thread-safe.
 */
final class UpdateArchive {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Nobody knows how much the topic holds, so only silence is limited. */
    private static final Patience PATIENCE = Patience.ofSilence(Duration.ofMinutes(2));

    private final CommittedReader reader;
    private final RecordFraming framing;
    private final String topic;
    private final Map<Id, List<Long>> places = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private record Id(int partition, String clientId, String updateId) {}

    /**
     * @param reader   stays with the caller, who closes it
     * @param framing  used by this instance only
     * @param topic    the topic of updates
     */
    UpdateArchive(CommittedReader reader, RecordFraming framing, String topic) {
        this.reader = reader;
        this.framing = framing;
        this.topic = topic;
    }

    /** Notes where the updates of these members begin. */
    void find(Set<UpdateMember> wanted) {
        Set<Id> ids = new HashSet<>();
        wanted.forEach(member -> ids.add(idOf(member)));
        for (TopicPartition partition : reader.partitions(topic, TIMEOUT)) {
            OffsetRange range = reader.range(partition, TIMEOUT);
            ends.put(partition, range.end());
            reader.read(partition, range.begin(), range.end(), PATIENCE, record -> note(record, ids));
        }
    }

    private void note(ConsumerRecord<String, byte[]> record, Set<Id> wanted) {
        decode(record.value())
                .filter(ModelUpdate.class::isInstance)
                .map(ModelUpdate.class::cast)
                .map(update -> new Id(record.partition(), update.getClientId(), update.getUpdateId()))
                .filter(wanted::contains)
                .ifPresent(id ->
                        places.computeIfAbsent(id, unused -> new ArrayList<>(1)).add(record.offset()));
    }

    /**
     * Reads the delta of an update.
     *
     * @param member the update
     * @param target receives its delta
     * @throws FederationException if no whole copy of it is on the topic any more
     */
    void read(UpdateMember member, float[] target) {
        for (long offset : places.getOrDefault(idOf(member), List.of())) {
            if (readFrom(new TopicPartition(topic, member.getPartition()), offset, member, target)) {
                return;
            }
        }
        throw new FederationException("update " + member.getUpdateId() + " of client " + member.getClientId()
                + " must still be on " + topic + ", was not; retention.ms must be longer than what is to be replayed");
    }

    private boolean readFrom(TopicPartition partition, long offset, UpdateMember member, float[] target) {
        ArchivedUpdate update = new ArchivedUpdate(member, target);
        reader.readUntil(
                partition,
                offset,
                ends.get(partition),
                PATIENCE,
                record -> member.getClientId().equals(record.key())
                        && decode(record.value()).map(update::accept).orElse(false));
        return update.isRead();
    }

    private Optional<SpecificRecord> decode(byte[] value) {
        try {
            return Optional.of(framing.decode(value));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    private static Id idOf(UpdateMember member) {
        return new Id(member.getPartition(), member.getClientId(), member.getUpdateId());
    }
}
