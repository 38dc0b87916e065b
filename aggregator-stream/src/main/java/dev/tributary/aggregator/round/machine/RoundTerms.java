package dev.tributary.aggregator.round.machine;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;
import java.util.Optional;

/**
 * Terms of the open round. Once a federation runs, its settings are these: a file is only where they came from first, and
 * {@code tributary federation apply} is how they change.
 *
 * @param settings     settings in force
 * @param asked        settings that an operator has asked for; they are in force from the next version on
 * @param samplingRate part of all clients in the cohort of the newest version, above 0 and at most 1; 1 in async mode
 * @param isAnnounced  whether clients have been told
 */
public record RoundTerms(
        FederationSettings settings, Optional<AskedSettings> asked, double samplingRate, boolean isAnnounced) {

    /** How much wider a cohort becomes each time that the deadline passes below the quorum. */
    private static final double WIDENING = 2;

    /**
     * Settings that an operator has asked for.
     *
     * @param commandId id of the command
     * @param settings  the settings
     */
    public record AskedSettings(String commandId, FederationSettings settings) {}

    static RoundTerms begun(FederationSettings settings) {
        return new RoundTerms(settings, Optional.empty(), settings.round().samplingRate(), false);
    }

    /**
     * Gives the settings of the next version.
     *
     * @return those that were asked for, else those in force
     */
    public FederationSettings nextSettings() {
        return asked.map(AskedSettings::settings).orElse(settings);
    }

    RoundTerms withAsked(AskedSettings next) {
        return new RoundTerms(settings, Optional.of(next), samplingRate, isAnnounced);
    }

    RoundTerms announced() {
        return new RoundTerms(settings, asked, samplingRate, true);
    }

    /** The same with a wider cohort; those who were in it stay in it. */
    RoundTerms widened() {
        return new RoundTerms(settings, asked, Math.min(1, samplingRate * WIDENING), isAnnounced);
    }

    boolean canWiden() {
        return settings.round().mode() == Mode.SYNC && samplingRate < 1;
    }

    long deadlineMs() {
        return settings.round().deadline().toMillis();
    }

    /** Record for clients, and for stage 1. */
    FederationState announcement(long version, RoundPhase phase, long nowMs) {
        RoundMode mode = settings.round().mode() == Mode.SYNC ? RoundMode.SYNC : RoundMode.ASYNC;
        String stopReason = phase.stopReason();
        return new FederationState(version, mode, samplingRate, !stopReason.isEmpty(), stopReason, nowMs);
    }
}
