package dev.tributary.federation.settings;

import dev.tributary.arithmetic.Normalization;
import dev.tributary.federation.settings.reading.SettingsReader;
import java.time.Duration;

/**
 * When a round closes and how its updates weigh.
 *
 * @param mode               which updates count
 * @param samplingRate       in sync mode the part of all clients that is in the cohort, above 0 and at most 1; else 1
 * @param goal               updates at which a round closes, at least 1
 * @param quorum             least updates with which it may close at its deadline, 1 to goal
 * @param deadline           time after its opening at which it closes with a quorum; without one it is extended by as
 *                           much
 * @param maxStaleness       greatest staleness of an update that is admitted, 0 or more
 * @param stalenessExponent  a of the staleness factor (1 + τ)^-a, 0 or more
 * @param normalization      divisor of the weighted sum
 */
public record RoundSettings(
        Mode mode,
        double samplingRate,
        int goal,
        int quorum,
        Duration deadline,
        int maxStaleness,
        double stalenessExponent,
        Normalization normalization) {

    /** Reads them; a quorum that is not given is at least the strategy's least. */
    static RoundSettings read(SettingsReader reader, int leastClients) {
        int goal = (int) reader.integer("goal", 10, 1, 1_000_000);
        Mode mode = reader.choice("mode", Mode.class, Mode.ASYNC);
        double samplingRate = samplingRate(reader, goal);
        return new RoundSettings(
                mode,
                mode == Mode.SYNC ? samplingRate : 1,
                goal,
                (int) reader.integer("quorum", Math.max(goal / 2, Math.min(goal, leastClients)), 1, goal),
                reader.duration("deadline", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofDays(7)),
                (int) reader.integer("maxStaleness", 10, 0, 1000),
                reader.number("stalenessExponent", 0.5, 0, 10),
                reader.choice("normalization", Normalization.class, Normalization.EXAMPLES));
    }

    /** A rate that is given, or the goal with its over-selection as a part of the population. */
    private static double samplingRate(SettingsReader reader, int goal) {
        long population = reader.integer("population", 0, 0, 1_000_000_000L);
        // 1.3: with up to 23 % of the cohort silent the goal is still reached (Bonawitz et al. 2019, section 9).
        double overSelection = reader.number("overSelection", 1.3, 1, 100);
        double standard = population == 0 ? 1 : Math.min(1, goal * overSelection / population);
        return reader.number("samplingRate", standard, 1e-9, 1);
    }
}
