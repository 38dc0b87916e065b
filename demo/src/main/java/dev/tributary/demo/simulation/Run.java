package dev.tributary.demo.simulation;

import java.util.List;
import java.util.OptionalInt;

/**
 * Result of one run of the simulated federation.
 *
 * @param settings    settings of the run
 * @param accuracy    test accuracy of each version from version 0 on; copied
 * @param updateBytes mean length of an update's payload in bytes, 0 if none was sent
 * @param refused     updates that were not sent or not admitted, since they were not finite or too long
 */
public record Run(RunSettings settings, List<Double> accuracy, double updateBytes, int refused) {

    public Run {
        accuracy = List.copyOf(accuracy);
    }

    /** Test accuracy of the last version. */
    public double finalAccuracy() {
        return accuracy.get(accuracy.size() - 1);
    }

    /** First version whose test accuracy is at least {@code target}, or empty if there is none. */
    public OptionalInt versionsTo(double target) {
        for (int version = 0; version < accuracy.size(); version++) {
            if (accuracy.get(version) >= target) {
                return OptionalInt.of(version);
            }
        }
        return OptionalInt.empty();
    }
}
