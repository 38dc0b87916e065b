package dev.tributary.operator.replay;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Results of rounds by version, from the topic {@code rounds}. Not thread-safe. */
final class RoundArchive {

    private final RecordFraming framing;
    private final long fromVersion;
    private final NavigableMap<Long, RoundResult> results = new TreeMap<>();
    private final NavigableMap<Long, NavigableMap<Integer, List<UpdateMember>>> members = new TreeMap<>();

    /**
     * @param framing     used by this instance only
     * @param fromVersion oldest version of interest; members of older ones are not kept
     */
    RoundArchive(RecordFraming framing, long fromVersion) {
        this.framing = framing;
        this.fromVersion = fromVersion;
    }

    /** Takes the next record of the topic; others than a round's are passed over. */
    void accept(byte[] value) {
        if (value == null) {
            return;
        }
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof RoundResult result && result.getVersion() >= fromVersion) {
                results.put(result.getVersion(), result);
            } else if (record instanceof RoundMembers part && part.getVersion() >= fromVersion) {
                members.computeIfAbsent(part.getVersion(), version -> new TreeMap<>())
                        .put(part.getIndex(), part.getMembers());
            }
        } catch (UndecodableRecordException e) {
            throw new FederationException("the topic of rounds must hold readable records: " + e.getMessage(), e);
        }
    }

    /** The round that published a version. */
    RoundResult result(long version) {
        RoundResult result = results.get(version);
        if (result == null) {
            throw new FederationException(
                    "round " + version + " must be on the topic of rounds, was not; the newest is "
                            + (results.isEmpty() ? "none" : results.lastKey()));
        }
        return result;
    }

    long newestVersion() {
        return results.isEmpty() ? -1 : results.lastKey();
    }

    /** Members of a version in the order in which they were added. */
    List<UpdateMember> members(long version) {
        List<UpdateMember> all = new ArrayList<>();
        members.getOrDefault(version, new TreeMap<>()).values().forEach(all::addAll);
        return all;
    }
}
