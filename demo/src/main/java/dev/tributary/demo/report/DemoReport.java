package dev.tributary.demo.report;

import java.util.List;
import java.util.Objects;

/**
 * Report of a demonstration, from its settings to the last version.
 *
 * @param model           name of the built-in architecture
 * @param parameterCount  number of the model's parameters
 * @param clientNames     the clients in order; copied
 * @param seed            seed of data, partition and initial parameters
 * @param data            {@code generated} or the directory the data was read from
 * @param settings        how the clients trained
 * @param privacy         how readable updates were
 * @param versions        published versions in ascending order, without version 0; copied
 * @param testAccuracy    share of right answers of the last version on data that no client trained on, in [0, 1];
 *     NaN if it was not measured
 * @param updatesAdmitted updates that count in a published version
 * @param updatesRejected updates that were refused
 * @param seconds         from the start of training to the last version
 */
public record DemoReport(
        String model,
        long parameterCount,
        List<String> clientNames,
        long seed,
        String data,
        TrainingSettings settings,
        UpdatePrivacy privacy,
        List<VersionReport> versions,
        double testAccuracy,
        long updatesAdmitted,
        long updatesRejected,
        double seconds) {

    /** Copies the lists. */
    public DemoReport {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(privacy, "privacy");
        clientNames = List.copyOf(clientNames);
        versions = List.copyOf(versions);
    }

    /** Returns the bytes of all updates in all versions. */
    public long totalBytes() {
        return versions.stream().mapToLong(VersionReport::bytes).sum();
    }
}
