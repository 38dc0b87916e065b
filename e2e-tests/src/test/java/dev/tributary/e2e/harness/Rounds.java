package dev.tributary.e2e.harness;

import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the rounds topic says, as far as it was read. Not thread-safe.
 *
 * <p>What no rounds topic may say is an {@link IllegalStateException}, not a failed assertion: a wait asks a failed
 * assertion again, and the second time the wrong record has been read already.
 */
public final class Rounds {

    private final TopicLog log;
    private final RecordFraming framing;
    private final TreeMap<Long, RoundResult> results = new TreeMap<>();
    private final TreeMap<Long, TreeMap<Integer, RoundMembers>> members = new TreeMap<>();

    Rounds(TopicLog log, RecordFraming framing) {
        this.log = log;
        this.framing = framing;
    }

    /** Reads what was committed since the last call. */
    public Rounds refresh() {
        log.takeNew().forEach(this::accept);
        return this;
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            SpecificRecord decoded = framing.decode(record.value());
            if (decoded instanceof RoundResult result) {
                requireNew(results.put(result.getVersion(), result), record.key());
            } else if (decoded instanceof RoundMembers part) {
                requireNew(
                        members.computeIfAbsent(part.getVersion(), version -> new TreeMap<>())
                                .put(part.getIndex(), part),
                        record.key());
            }
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("the rounds topic holds what is not a record of ours: " + record.key(), e);
        }
    }

    private static void requireNew(Object before, String key) {
        if (before != null) {
            throw new IllegalStateException("the rounds topic must hold each key once, held twice " + key);
        }
    }

    /** Newest version whose round was read, -1 before the first. */
    public long newest() {
        return results.isEmpty() ? -1 : results.lastKey();
    }

    /** Versions whose rounds were read, in order. */
    public List<Long> versions() {
        return List.copyOf(results.keySet());
    }

    /** What the round of a version did. */
    public RoundResult result(long version) {
        return results.get(version);
    }

    /** Members of a version in the order in which they were added; fails if a part of the list is missing. */
    public List<UpdateMember> members(long version) {
        TreeMap<Integer, RoundMembers> parts = members.getOrDefault(version, new TreeMap<>());
        int expected = results.get(version).getMemberRecords();
        if (parts.size() != expected || (expected > 0 && parts.lastKey() != expected - 1)) {
            throw new IllegalStateException(
                    "version " + version + " must have " + expected + " lists of members, has " + parts.keySet());
        }
        return parts.values().stream()
                .flatMap(part -> part.getMembers().stream())
                .toList();
    }

    /** Ids of all updates that count in a version. */
    public Set<String> countedUpdates() {
        Set<String> counted = new HashSet<>();
        results.keySet().forEach(version -> members(version).forEach(member -> counted.add(member.getUpdateId())));
        return counted;
    }
}
