package dev.tributary.federation.settings.evaluation;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.util.OptionalDouble;

/**
 * When a version is bad. Off without {@code maxFall}.
 *
 * @param maxFall how far the metric may fall below the best version before, 0 or more; empty: no version is bad
 * @param action  fate of a bad version
 */
public record GuardSettings(OptionalDouble maxFall, GuardAction action) {

    static GuardSettings read(SettingsReader reader) {
        return new GuardSettings(
                reader.optionalNumber("maxFall", 0, EvaluationSettings.GREATEST_METRIC),
                reader.choice("action", GuardAction.class, GuardAction.MARK));
    }
}
