package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.Mode;
import dev.tributary.schemas.cohort.Cohort;
import java.util.Optional;

/**
 * Whether an update comes from a version that counts, and from a client that is asked.
 *
 * @param facts  tell the settings
 * @param newest the newest version
 */
record VersionCheck(AdmissionFacts facts, NewestVersion newest) {

    /**
     * Base versions so far ahead of the newest that stage 1 knows are waited for: a client can see a version before
     * stage 1 does, since a commit becomes visible partition by partition. Only one can really be new; the rest is
     * room for a stage 1 that lags.
     */
    static final int VERSIONS_AHEAD = 16;

    /** Says whether stage 1 has seen the version. */
    static boolean isKnown(long baseVersion, AdmissionFacts facts) {
        return facts.newest().filter(newest -> baseVersion <= newest.version()).isPresent();
    }

    /** The refusal of an update that has waited for its version for too long. */
    static Optional<Refusal> unknown(long baseVersion) {
        return refuse(
                RejectionReason.UNKNOWN_BASE_VERSION, "baseVersion must be a published version, was " + baseVersion);
    }

    Optional<Refusal> check(String clientId, long baseVersion) {
        return checkAge(baseVersion).or(() -> checkCourse(baseVersion)).or(() -> checkCohort(clientId, baseVersion));
    }

    private Optional<Refusal> checkAge(long baseVersion) {
        if (baseVersion < 0 || baseVersion > newest.version() + VERSIONS_AHEAD) {
            return refuse(
                    RejectionReason.UNKNOWN_BASE_VERSION,
                    "baseVersion must be 0 to " + newest.version() + ", was " + baseVersion);
        }
        long oldest = oldestVersion();
        if (baseVersion < oldest) {
            return refuse(
                    RejectionReason.STALE_VERSION,
                    "baseVersion must be at least " + oldest + (isSync() ? ", the newest version, in SYNC mode" : "")
                            + ", was " + baseVersion);
        }
        return Optional.empty();
    }

    /** The oldest version that an update may be trained from. */
    private long oldestVersion() {
        long version = newest.version();
        long oldest = isSync() ? version : version - facts.settings().round().maxStaleness();
        // A greater maxStaleness must not let in again what was admitted and then forgotten.
        return Math.max(oldest, facts.forgottenBefore());
    }

    private Optional<Refusal> checkCourse(long baseVersion) {
        if (newest.isStopped()) {
            return refuse(
                    RejectionReason.FEDERATION_STOPPED,
                    "updates must come before the federation is done, this did not");
        }
        if (newest.hasDropped(baseVersion)) {
            return refuse(
                    RejectionReason.ROLLED_BACK,
                    "baseVersion must be one that was not rolled back, was " + baseVersion);
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkCohort(String clientId, long baseVersion) {
        if (isSync()
                && baseVersion == newest.version()
                && !Cohort.includes(clientId, newest.version(), samplingRate())) {
            return refuse(
                    RejectionReason.NOT_IN_COHORT,
                    "client must be in the cohort of version " + newest.version() + " at sampling rate "
                            + samplingRate() + ", was not");
        }
        return Optional.empty();
    }

    private boolean isSync() {
        return facts.settings().round().mode() == Mode.SYNC;
    }

    private double samplingRate() {
        return newest.samplingRate() == NewestVersion.RATE_OF_SETTINGS
                ? facts.settings().round().samplingRate()
                : newest.samplingRate();
    }

    private static Optional<Refusal> refuse(RejectionReason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
