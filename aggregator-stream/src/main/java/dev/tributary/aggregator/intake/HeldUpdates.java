package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.rejection.RememberedId;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The updates of one partition that are not decided, in the order in which they began. Counts their bytes. */
public final class HeldUpdates {

    private final Map<String, HeldUpdate> byId = new HashMap<>();
    private final TreeMap<Long, HeldUpdate> byOffset = new TreeMap<>();
    private final TreeMap<Long, HeldUpdate> refused = new TreeMap<>();
    /** A flood must not make each record of a client look at what all others have. */
    private final Map<String, TreeMap<Long, HeldUpdate>> byClient = new HashMap<>();

    private long bytes;

    private static String id(String clientId, String updateId) {
        return RememberedId.of(clientId) + "/" + RememberedId.of(updateId);
    }

    Optional<HeldUpdate> find(String clientId, String updateId) {
        return Optional.ofNullable(byId.get(id(clientId, updateId)));
    }

    void put(HeldUpdate update) {
        byId.put(id(update.clientId(), update.updateId()), update);
        byOffset.put(update.offset(), update);
        if (update instanceof RefusedUpdate) {
            refused.put(update.offset(), update);
        }
        byClient.computeIfAbsent(update.clientId(), client -> new TreeMap<>()).put(update.offset(), update);
        bytes += update.bytes();
    }

    void remove(HeldUpdate update) {
        byId.remove(id(update.clientId(), update.updateId()));
        byOffset.remove(update.offset());
        refused.remove(update.offset());
        byClient.computeIfPresent(update.clientId(), (client, entries) -> {
            entries.remove(update.offset());
            return entries.isEmpty() ? null : entries;
        });
        bytes -= update.bytes();
    }

    /** Puts an update in the place of itself in another state. */
    void replace(UnderWay<?> before, UnderWay<?> after) {
        remove(before);
        put(after);
    }

    /** Says whether an update is held in this very state. */
    boolean holds(HeldUpdate update) {
        return update.equals(byOffset.get(update.offset()));
    }

    /** Adds the next chunk to one of the updates here; what throws leaves the count as it was. */
    void add(UnderWay<?> update, int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        long before = update.bytes();
        update.arrival().payload().add(index, crc32c, chunk);
        bytes += update.bytes() - before;
    }

    /**
     * Counts the bytes in memory.
     *
     * @return bytes of all that is held
     */
    public long bytes() {
        return bytes;
    }

    int size() {
        return byId.size();
    }

    /** The update to give up first: one that is refused already, then the one that began first. */
    Optional<HeldUpdate> leastWorth() {
        TreeMap<Long, HeldUpdate> candidates = refused.isEmpty() ? byOffset : refused;
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.firstEntry().getValue());
    }

    /** Copies, so that the caller may remove while it walks. */
    List<HeldUpdate> inOrder() {
        return new ArrayList<>(byOffset.values());
    }

    Collection<HeldUpdate> values() {
        return byOffset.values();
    }

    /** Updates of a client in a state, oldest first. */
    List<HeldUpdate> ofClient(String clientId, Class<?> state) {
        return byClient.getOrDefault(RememberedId.of(clientId), new TreeMap<>()).values().stream()
                .filter(state::isInstance)
                .toList();
    }

    /**
     * Says from where the log must be read again to have the held updates.
     *
     * @param otherwise the answer if nothing is held
     * @return offset of the first record of the update that began first
     */
    public long firstOffsetOr(long otherwise) {
        return byOffset.isEmpty() ? otherwise : byOffset.firstKey();
    }
}
