package dev.tributary.operator.replay;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
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

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final RecordFraming framing;
    private final String topic;
    private final Map<Id, List<Long>> places = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();

    private record Id(int partition, String clientId, String updateId) {}

    /**
     * @param consumer reads committed records, is a member of no group, and belongs to the archive from now on
     * @param framing  used by this instance only
     * @param topic    the topic of updates
     */
    UpdateArchive(Consumer<String, byte[]> consumer, RecordFraming framing, String topic) {
        this.consumer = consumer;
        this.framing = framing;
        this.topic = topic;
    }

    /** Notes where the updates of these members begin. */
    void find(Set<UpdateMember> wanted) {
        Set<Id> ids = new HashSet<>();
        wanted.forEach(member -> ids.add(idOf(member)));
        List<TopicPartition> partitions = consumer.partitionsFor(topic, TIMEOUT).stream()
                .map(part -> new TopicPartition(topic, part.partition()))
                .toList();
        ends = consumer.endOffsets(partitions, TIMEOUT);
        for (TopicPartition partition : partitions) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition, TIMEOUT) < ends.get(partition)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    note(record, ids);
                }
            }
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
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        PayloadAssembly assembly = null;
        PayloadCodec codec = PayloadCodecs.FLOAT32;
        try {
            while (consumer.position(partition, TIMEOUT) < ends.get(partition)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    SpecificRecord decoded = member.getClientId().equals(record.key())
                            ? decode(record.value()).orElse(null)
                            : null;
                    if (decoded instanceof ModelUpdate update
                            && update.getUpdateId().equals(member.getUpdateId())) {
                        // Sent again before it was whole: begins anew, as in admission.
                        codec = PayloadCodecs.of(update.getEncoding()).orElseThrow();
                        assembly = new PayloadAssembly(
                                update.getPayloadBytes(),
                                update.getChunkCount(),
                                update.getPayloadDigest().bytes());
                        assembly.add(0, update.getPayloadCrc32c(), update.getPayload());
                    } else if (assembly != null
                            && decoded instanceof PayloadChunk chunk
                            && chunk.getPayloadId().equals(member.getUpdateId())) {
                        assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
                    }
                    if (assembly != null && assembly.isComplete()) {
                        codec.decode(assembly.whole(), target);
                        return true;
                    }
                }
            }
            return false;
        } catch (PayloadException e) {
            return false;
        }
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
