package dev.tributary.aggregator.publication;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.FederationState;

/**
 * What brings a version about, and what holds from it on.
 *
 * @param strategy     how the parameters came about: an aggregation strategy, {@code published} or {@code rollback}
 * @param settings     settings that the version was made with
 * @param next         settings in force from the version on
 * @param state        what clients are told with the version
 * @param round        the round that made it, or {@link ClosedRound#none}
 * @param commandId    command that it came from; empty for a round
 * @param note         one line for people, usually empty
 * @param rolledBackTo version that is published again, or -1
 */
public record Release(
        String strategy,
        FederationSettings settings,
        FederationSettings next,
        FederationState state,
        ClosedRound round,
        String commandId,
        String note,
        long rolledBackTo) {

    /** Updates that the version does not contain, though the round had them. */
    long discardedUpdates() {
        return round.reason() == CloseReason.ROLLBACK ? round.members().size() : 0;
    }

    /** Updates that the version contains. */
    long updates() {
        return round.members().size() - discardedUpdates();
    }
}
