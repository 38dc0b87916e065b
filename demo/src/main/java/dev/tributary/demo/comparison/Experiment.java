package dev.tributary.demo.comparison;

import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Comparisons that can be run. */
public enum Experiment {
    /** Versions that each server optimiser needs to reach an accuracy. */
    STRATEGIES,
    /** Bytes and final accuracy of each encoding of updates. */
    ENCODINGS,
    /** Final accuracy with clients that turn their deltas round. */
    ATTACKERS,
    /** Versions and accuracy over time of asynchronous and synchronous rounds with a slow client. */
    MODES;

    /**
     * Finds an experiment by its name.
     *
     * @param name as typed
     * @return the experiment
     * @throws FederationException if there is none of that name
     */
    public static Experiment named(String name) {
        return Arrays.stream(values())
                .filter(experiment -> experiment.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new FederationException("--experiments must be "
                        + Arrays.stream(values()).map(Experiment::word).collect(Collectors.joining(", ")) + ", was "
                        + name));
    }

    /**
     * Names the experiment.
     *
     * @return the name that people type
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
