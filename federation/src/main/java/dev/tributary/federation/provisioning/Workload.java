package dev.tributary.federation.provisioning;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Load that a federation's topics are sized for.
 *
 * @param roundLength usual time between two versions, at least 1 ms
 * @param longestStop longest time that the aggregator may be stopped without losing an update, at least 1 minute
 * @param modelBytes  bytes of all parameters as FLOAT32, at least 4; empty if not known
 */
public record Workload(Duration roundLength, Duration longestStop, OptionalLong modelBytes) {

    /** A long weekend and then some. */
    public static final Duration COMMON_LONGEST_STOP = Duration.ofDays(7);

    private static final Duration LEAST_STOP = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Parameters are held in one array. */
    private static final long MOST_MODEL_BYTES = (long) Float.BYTES * Integer.MAX_VALUE;

    /**
     * Checks the bounds.
     *
     * @throws FederationException if one is not kept
     */
    public Workload {
        require("round length", roundLength, Duration.ofMillis(1));
        require("longest stop", longestStop, LEAST_STOP);
        if (modelBytes.isPresent()
                && (modelBytes.getAsLong() < Float.BYTES || modelBytes.getAsLong() > MOST_MODEL_BYTES)) {
            throw new FederationException("model bytes must be from " + Float.BYTES + " to " + MOST_MODEL_BYTES
                    + ", was " + modelBytes.getAsLong());
        }
    }

    /**
     * Assumes rounds that close at their deadline, a stop of a week, and nothing of the model.
     *
     * @param settings the federation's settings
     * @return the workload
     */
    public static Workload of(FederationSettings settings) {
        return new Workload(settings.round().deadline(), COMMON_LONGEST_STOP, OptionalLong.empty());
    }

    private static void require(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new FederationException(name + " must be from " + Units.duration(least) + " to "
                    + Units.duration(LONGEST) + ", was " + Units.duration(value));
        }
    }
}
