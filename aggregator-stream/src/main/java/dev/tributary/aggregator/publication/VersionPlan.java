package dev.tributary.aggregator.publication;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.FederationState;

/**
 * How the next version comes about, and the terms from it on.
 *
 * @param strategy     origin of its parameters: an aggregation strategy, {@link #PUBLISHED}, {@link #ROLLBACK} or
 *                     {@link #SETTINGS}
 * @param settings     settings that the version is made with
 * @param next         settings in force from the version on
 * @param announcement record for clients that goes with the version
 * @param reason       why there is a version now
 * @param commandId    command that it comes from; empty for a round
 * @param note         one line for people, usually empty
 * @param rolledBackTo version that is published again, or {@link #NONE}
 */
public record VersionPlan(
        String strategy,
        FederationSettings settings,
        FederationSettings next,
        FederationState announcement,
        CloseReason reason,
        String commandId,
        String note,
        long rolledBackTo) {

    /** Strategy of a model that an operator published. */
    public static final String PUBLISHED = "published";

    /** Strategy of an earlier version that is published again. */
    public static final String ROLLBACK = "rollback";

    /** Strategy of a version that only brings in other settings. */
    public static final String SETTINGS = "settings";

    /** Stands for no version. */
    public static final long NONE = -1;

    /**
     * Adds a note.
     *
     * @param other one line for people
     * @return the same plan with that note
     */
    public VersionPlan withNote(String other) {
        return new VersionPlan(strategy, settings, next, announcement, reason, commandId, other, rolledBackTo);
    }
}
