package dev.tributary.aggregator.recorded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The updates of one partition that were admitted and could still come again: those whose base version is not stale.
 * Lives in memory and in the store.
 */
public final class AdmittedUpdates {

    private final AdmissionStore store;
    /** Ids are unique for each client, not over all: nobody else's update may stand in the way of one. */
    private final Map<Id, AdmittedUpdate> byId = new HashMap<>();

    private final TreeMap<Long, Map<String, List<AdmittedUpdate>>> byVersionAndClient = new TreeMap<>();

    private record Id(String clientId, String updateId) {}

    /**
     * @param store keeps them; those that it holds are remembered from the start
     */
    public AdmittedUpdates(AdmissionStore store) {
        this.store = store;
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
     * Says whether a client has an update on a version.
     *
     * @param clientId    the client
     * @param baseVersion the version
     * @return whether one was admitted and is remembered
     */
    public boolean hasUpdate(String clientId, long baseVersion) {
        return byVersionAndClient.getOrDefault(baseVersion, Map.of()).containsKey(clientId);
    }

    /**
     * Finds the partial sum that a client's update was added to last.
     *
     * @param clientId the client
     * @return its number; 0 if no update of the client is remembered
     */
    public long lastSequenceOf(String clientId) {
        return byVersionAndClient.values().stream()
                .flatMap(byClient -> byClient.getOrDefault(clientId, List.of()).stream())
                .mapToLong(AdmittedUpdate::sequence)
                .max()
                .orElse(0);
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
