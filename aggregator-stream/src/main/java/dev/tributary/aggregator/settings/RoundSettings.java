package dev.tributary.aggregator.settings;

import java.time.Duration;

/**
 * When a round closes and how its updates weigh.
 *
 * @param goal               updates at which a round closes, at least 1
 * @param quorum             least updates with which it may close at its deadline, 1 to goal
 * @param deadline           time after its opening at which it closes with a quorum; without one it is extended by as
 *                           much
 * @param maxStaleness       greatest staleness of an update that is admitted, 0 or more
 * @param stalenessExponent  a of the staleness factor (1 + τ)^-a, 0 or more
 * @param normalization      what the weighted sum is divided by
 */
public record RoundSettings(
        int goal,
        int quorum,
        Duration deadline,
        int maxStaleness,
        double stalenessExponent,
        Normalization normalization) {

    /** Reads them; a quorum that is not given is at least what the strategy needs. */
    static RoundSettings read(SettingsReader reader, int leastClients) {
        int goal = (int) reader.integer("goal", 10, 1, 1_000_000);
        return new RoundSettings(
                goal,
                (int) reader.integer("quorum", Math.max(goal / 2, Math.min(goal, leastClients)), 1, goal),
                reader.duration("deadline", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofDays(7)),
                (int) reader.integer("maxStaleness", 10, 0, 1000),
                reader.number("stalenessExponent", 0.5, 0, 10),
                reader.choice("normalization", Normalization.class, Normalization.EXAMPLES));
    }
}
