package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.admission.Receipt;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The facts as a task knows them.
 *
 * @param rules       newest version and settings
 * @param admitted    updates that were admitted
 * @param lastRefused updates that were refused last
 * @param receipts    the mask helper's words on seeds
 * @param room        says of a client whether the open round has room for an update of it
 * @param home        clients that belong in the task's partition
 */
public record RecordedFacts(
        AdmissionRules rules,
        AdmittedUpdates admitted,
        LastRefused lastRefused,
        Receipts receipts,
        Predicate<String> room,
        HomePartition home)
        implements AdmissionFacts {

    @Override
    public Optional<NewestVersion> newest() {
        return rules.newest();
    }

    @Override
    public FederationSettings settings() {
        return rules.settings();
    }

    @Override
    public long forgottenBefore() {
        return rules.forgottenBefore();
    }

    @Override
    public boolean isAdmitted(String clientId, String updateId) {
        return admitted.find(clientId, updateId).isPresent();
    }

    @Override
    public boolean hasUpdate(String clientId, long baseVersion) {
        return admitted.hasUpdate(clientId, baseVersion);
    }

    @Override
    public boolean isRefusedLast(String clientId, String updateId) {
        return lastRefused.is(clientId, updateId);
    }

    @Override
    public Optional<Receipt> receipt(String clientId, String updateId) {
        return receipts.find(clientId, updateId);
    }

    @Override
    public boolean hasRoomFor(String clientId) {
        return room.test(clientId);
    }
}
