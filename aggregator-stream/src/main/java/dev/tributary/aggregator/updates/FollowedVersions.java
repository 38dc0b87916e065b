package dev.tributary.aggregator.updates;

import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.combining.Combining;
import dev.tributary.aggregator.intake.UpdateIntake;
import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.recorded.RecordedFacts;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.federation.settings.FederationSettings;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The versions that a task has acted on: with each new one the rules change, updates that waited for it are decided, and
 * admitted updates are forgotten that could only come again as stale.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class FollowedVersions {

    private final VersionSource versions;
    private final AdmissionStore store;
    private final AdmissionRules rules;
    private final AdmittedUpdates admitted;
    private final Predicate<String> room;
    private final HomePartition home;
    private NewestVersion lastSeen;

    /**
     * @param versions where the task learns of the newest version
     * @param store    remembers the one that it has acted on
     * @param rules    as they are before any version
     * @param admitted updates that were admitted
     * @param room     says of a client whether the open round has room for an update of it
     * @param home     clients that belong in the task's partition
     */
    FollowedVersions(
            VersionSource versions,
            AdmissionStore store,
            AdmissionRules rules,
            AdmittedUpdates admitted,
            Predicate<String> room,
            HomePartition home) {
        this.versions = versions;
        this.store = store;
        this.rules = rules;
        this.admitted = admitted;
        this.room = room;
        this.home = home;
        store.newestVersion().ifPresent(rules::follow);
        rules.forgotten(store.forgottenBefore());
    }

    /** The newest one, or empty before the first. */
    Optional<NewestVersion> newest() {
        return rules.newest();
    }

    /** Settings in force. */
    FederationSettings settings() {
        return rules.settings();
    }

    AdmissionFacts facts() {
        return new RecordedFacts(rules, admitted, store.lastRefused(), store.receipts(), room, home);
    }

    /** Acts on news. To decide about updates that waited for a version may fill a round, and so publish the next one. */
    void follow(UpdateIntake intake, Combining combining) {
        for (Optional<NewestVersion> seen = versions.newest();
                seen.isPresent() && seen.get() != lastSeen;
                seen = versions.newest()) {
            // What came before a version is judged by what was known then.
            intake.decideArrived();
            lastSeen = seen.get();
            follow(seen.get(), intake, combining);
        }
    }

    private void follow(NewestVersion seen, UpdateIntake intake, Combining combining) {
        // After a move to another instance, its copy may be behind what this task has acted on: never go back, or
        // updates that were forgotten as stale could be admitted again.
        if (rules.newest().filter(known -> seen.version() < known.version()).isEmpty()) {
            if (rules.changesSettings(seen)) {
                combining.forwardNow();
            }
            rules.follow(seen);
            store.putNewestVersion(seen);
            intake.decideDeferred();
            forgetStale(seen.version(), combining.oldestNeeded());
        }
    }

    private void forgetStale(long version, long oldestNeeded) {
        rules.forgotten(version - rules.settings().round().maxStaleness());
        store.putForgottenBefore(rules.forgottenBefore());
        admitted.forgetBefore(rules.forgottenBefore(), oldestNeeded);
    }
}
