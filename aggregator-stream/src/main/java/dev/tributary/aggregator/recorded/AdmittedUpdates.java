package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.schemas.avro.ModelUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The updates of one partition that were admitted and could still come again: those whose base version is not stale.
 * Lives in memory and in the store.
 */
public final class AdmittedUpdates {

    private final AdmissionStore store;
    private final BooleanSupplier onePerVersion;
    /** Ids are unique for each client, not over all: nobody else's update may stand in the way of one. */
    private final Map<Id, AdmittedUpdate> byId = new HashMap<>();

    private final TreeMap<Long, Map<String, List<AdmittedUpdate>>> byVersionAndClient = new TreeMap<>();

    private record Id(String clientId, String updateId) {}

    /**
     * @param store         keeps them; those that it holds are remembered from the start
     * @param onePerVersion whether a client has one update for each version, asked for each update
     */
    public AdmittedUpdates(AdmissionStore store, BooleanSupplier onePerVersion) {
        this.store = store;
        this.onePerVersion = onePerVersion;
        store.admitted().forEach(this::remember);
    }

    private void remember(AdmittedUpdate update) {
        byId.put(new Id(update.clientId(), update.updateId()), update);
        byVersionAndClient
                .computeIfAbsent(update.baseVersion(), version -> new HashMap<>())
                .computeIfAbsent(update.clientId(), client -> new ArrayList<>(1))
                .add(update);
    }

    /**
     * Remembers an update that has just been admitted.
     *
     * @param update the update
     */
    public void add(AdmittedUpdate update) {
        store.putAdmitted(update);
        remember(update);
    }

    /**
     * Looks up an update.
     *
     * @param clientId its client
     * @param updateId its id
     * @return the update, or empty if it was not admitted or is forgotten
     */
    public Optional<AdmittedUpdate> find(String clientId, String updateId) {
        return Optional.ofNullable(byId.get(new Id(clientId, updateId)));
    }

    /**
     * Says whether an update is one that was admitted before, or one too many.
     *
     * @param update its manifest
     * @return why it is refused, or empty
     */
    public Optional<Refusal> check(ModelUpdate update) {
        if (find(update.getClientId(), update.getUpdateId()).isPresent()) {
            return Optional.of(new Refusal(
                    RejectionReason.DUPLICATE_UPDATE,
                    "updateId must be new for its client, was admitted before: " + update.getUpdateId()));
        }
        boolean second = byVersionAndClient
                .getOrDefault(update.getBaseVersion(), Map.of())
                .containsKey(update.getClientId());
        if (second && onePerVersion.getAsBoolean()) {
            return Optional.of(new Refusal(
                    RejectionReason.SECOND_UPDATE,
                    "updates of a client for one version must be at most 1, was a second for version "
                            + update.getBaseVersion()));
        }
        return Optional.empty();
    }

    /**
     * Forgets what could only come again as stale, except members of a partial sum that may have to be made again.
     *
     * @param oldestVersion base version below which an update would be stale
     * @param oldestNeeded  number of the oldest partial sum that may have to be made again
     */
    public void forgetBefore(long oldestVersion, long oldestNeeded) {
        while (!byVersionAndClient.isEmpty() && byVersionAndClient.firstKey() < oldestVersion) {
            List<AdmittedUpdate> expired = byVersionAndClient.firstEntry().getValue().values().stream()
                    .flatMap(List::stream)
                    .toList();
            if (expired.stream().anyMatch(update -> update.sequence() >= oldestNeeded)) {
                return;
            }
            expired.forEach(update -> {
                store.deleteAdmitted(update);
                byId.remove(new Id(update.clientId(), update.updateId()));
            });
            byVersionAndClient.pollFirstEntry();
        }
    }

    /**
     * Gives the members of a partial sum.
     *
     * @param sequence its number
     * @return its members by the offset of their first record
     */
    public Map<Long, AdmittedUpdate> membersByOffset(long sequence) {
        Map<Long, AdmittedUpdate> members = new HashMap<>();
        byId.values().stream()
                .filter(update -> update.sequence() == sequence)
                .forEach(update -> members.put(update.offset(), update));
        return members;
    }

    /**
     * Gives the members of a range of partial sums.
     *
     * @param fromSequence   number of the first one
     * @param beforeSequence number of the one after the last
     * @return the members in the order in which they were added
     */
    public List<AdmittedUpdate> members(long fromSequence, long beforeSequence) {
        return byId.values().stream()
                .filter(update -> update.sequence() >= fromSequence && update.sequence() < beforeSequence)
                .sorted(Comparator.comparingLong(AdmittedUpdate::sequence).thenComparingInt(AdmittedUpdate::position))
                .toList();
    }
}
