package dev.tributary.aggregator.round.machine;

import dev.tributary.schemas.avro.CloseReason;
import java.util.Optional;

/**
 * When a round closes: on its goal, or at its deadline with a quorum.
 *
 * @param goal   updates at which it closes, whatever the time
 * @param quorum least updates with which it closes at its deadline, at most the goal
 */
record ClosePolicy(int goal, int quorum) {

    /**
     * Decides.
     *
     * @param members   updates in the round
     * @param isOverdue whether the deadline has passed
     * @return why it closes now, or empty if it stays open
     */
    Optional<CloseReason> decide(int members, boolean isOverdue) {
        if (members >= goal) {
            return Optional.of(CloseReason.GOAL);
        }
        return isOverdue && members >= quorum ? Optional.of(CloseReason.DEADLINE) : Optional.empty();
    }
}
