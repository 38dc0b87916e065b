package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.cohort.Cohort;
import java.util.Optional;

/**
 * The rules that a task of stage 1 decides by: the newest version that it has seen, and the settings that came with it.
 * They are part of its recoverable state, so that a restart decides as the run before it would have. Not thread-safe.
 */
public final class AdmissionRules {

    private final FederationSettings atFirst;
    private Optional<NewestVersion> newest = Optional.empty();
    private FederationSettings settings;
    private boolean needsEveryUpdate;
    private long forgottenBefore;

    /**
     * @param atFirst settings that hold until a version brings others
     */
    public AdmissionRules(FederationSettings atFirst) {
        this.atFirst = atFirst;
        apply(atFirst);
    }

    /**
     * Tells the newest version.
     *
     * @return the version that was followed last, or empty before the first
     */
    public Optional<NewestVersion> newest() {
        return newest;
    }

    /**
     * Gives the settings in force.
     *
     * @return the settings that came with the newest version
     */
    public FederationSettings settings() {
        return settings;
    }

    /**
     * Says whether a version brings other settings than those in force.
     *
     * @param version a version
     * @return whether its settings are others
     */
    public boolean changesSettings(NewestVersion version) {
        return !textOf(version).equals(settings.text());
    }

    /**
     * Decides by a version from now on, and by the settings that it brings.
     *
     * @param version the newest version
     */
    public void follow(NewestVersion version) {
        newest = Optional.of(version);
        String text = textOf(version);
        if (!text.equals(settings.text())) {
            apply(FederationSettings.parse(text));
        }
    }

    private void apply(FederationSettings next) {
        settings = next;
        // Asked for each update, and known when settings change.
        needsEveryUpdate = next.strategy().create().fold(linear -> false, robust -> true);
    }

    /**
     * Says whether the strategy needs updates one by one.
     *
     * @return whether it can do nothing with a sum
     */
    public boolean needsEveryUpdate() {
        return needsEveryUpdate;
    }

    private String textOf(NewestVersion version) {
        return version.settings().isEmpty() ? atFirst.text() : version.settings();
    }

    /** Says whether only the newest version may be trained from. */
    boolean isSync() {
        return settings.round().mode() == Mode.SYNC;
    }

    /** The oldest version that an update may be trained from. */
    long oldestVersion() {
        long version = newest.orElseThrow().version();
        long oldest = isSync() ? version : version - settings.round().maxStaleness();
        // A greater maxStaleness must not let in again what was admitted and then forgotten.
        return Math.max(oldest, forgottenBefore);
    }

    /**
     * Takes note that no update on a version below this one is remembered any more.
     *
     * @param beforeVersion the version; a smaller one than before changes nothing
     */
    public void forgotten(long beforeVersion) {
        forgottenBefore = Math.max(forgottenBefore, beforeVersion);
    }

    /**
     * Tells from where on updates are remembered.
     *
     * @return base version below which none is remembered
     */
    public long forgottenBefore() {
        return forgottenBefore;
    }

    /** Checks an update on a known version against what holds beside its age. */
    Optional<Refusal> check(ModelUpdate update) {
        NewestVersion version = newest.orElseThrow();
        if (version.isStopped()) {
            return Optional.of(new Refusal(
                    RejectionReason.FEDERATION_STOPPED,
                    "updates must come before the federation is done, this did not"));
        }
        if (version.hasDropped(update.getBaseVersion())) {
            return Optional.of(new Refusal(
                    RejectionReason.ROLLED_BACK,
                    "baseVersion must be one that was not rolled back, was " + update.getBaseVersion()));
        }
        if (isSync()
                && update.getBaseVersion() == version.version()
                && !Cohort.includes(update.getClientId(), version.version(), samplingRate(version))) {
            return Optional.of(new Refusal(
                    RejectionReason.NOT_IN_COHORT,
                    "client must be in the cohort of version " + version.version() + " at sampling rate "
                            + samplingRate(version) + ", was not"));
        }
        return Optional.empty();
    }

    private double samplingRate(NewestVersion version) {
        return version.samplingRate() == NewestVersion.RATE_OF_SETTINGS
                ? settings.round().samplingRate()
                : version.samplingRate();
    }
}
