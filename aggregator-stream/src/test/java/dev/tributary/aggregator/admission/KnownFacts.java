package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import java.util.Optional;
import java.util.Set;

/**
 * Facts that are given.
 *
 * @param version  newest version, or null before the first
 * @param settings settings in force
 * @param admitted client and id of each update that was admitted, with a slash between them
 * @param versions client and base version of each, likewise
 */
record KnownFacts(NewestVersion version, FederationSettings settings, Set<String> admitted, Set<String> versions)
        implements AdmissionFacts {

    @Override
    public Optional<NewestVersion> newest() {
        return Optional.ofNullable(version);
    }

    @Override
    public long forgottenBefore() {
        return 0;
    }

    @Override
    public boolean isAdmitted(String clientId, String updateId) {
        return admitted.contains(clientId + "/" + updateId);
    }

    @Override
    public boolean hasUpdate(String clientId, long baseVersion) {
        return versions.contains(clientId + "/" + baseVersion);
    }

    @Override
    public HomePartition home() {
        return HomePartition.ONLY;
    }

    @Override
    public boolean isRefusedLast(String clientId, String updateId) {
        return false;
    }

    @Override
    public Optional<Receipt> receipt(String clientId, String updateId) {
        return Optional.empty();
    }

    @Override
    public boolean hasRoomFor(String clientId) {
        return true;
    }
}
