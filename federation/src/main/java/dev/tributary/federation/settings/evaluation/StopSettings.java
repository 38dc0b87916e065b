package dev.tributary.federation.settings.evaluation;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.util.OptionalDouble;

/**
 * When a federation is done. Off without {@code target} and {@code patience}.
 *
 * @param target      value of the metric at which it is done; empty: none
 * @param patience    evaluated versions without progress after which it is done; 0: any number
 * @param minProgress by how much more than this a version must be better than the last one that was progress, 0 or more
 */
public record StopSettings(OptionalDouble target, int patience, double minProgress) {

    static StopSettings read(SettingsReader reader) {
        double greatest = EvaluationSettings.GREATEST_METRIC;
        return new StopSettings(
                reader.optionalNumber("target", -greatest, greatest),
                (int) reader.integer("patience", 0, 0, 10_000),
                reader.number("minProgress", 0, 0, greatest));
    }

    boolean isOn() {
        return target.isPresent() || patience > 0;
    }
}
