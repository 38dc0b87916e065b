package dev.tributary.aggregator.admission;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import java.util.Optional;

/**
 * The rules that a task of stage 1 decides by: the newest version that it has seen, and the settings that came with it.
 * They are part of its recoverable state, so that a restart decides as the run before it would have. Not thread-safe.
 */
public final class AdmissionRules {

    private final FederationSettings atFirst;
    private Optional<NewestVersion> newest = Optional.empty();
    private FederationSettings settings;
    private AggregationStrategy strategy;
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
        // Asked for each update, and made when settings change.
        strategy = next.strategy().create();
    }

    /**
     * Gives the strategy that the settings name.
     *
     * @return the strategy, by whose kind updates are summed up or handed over one by one
     */
    public AggregationStrategy strategy() {
        return strategy;
    }

    private String textOf(NewestVersion version) {
        return version.settings().isEmpty() ? atFirst.text() : version.settings();
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
}
