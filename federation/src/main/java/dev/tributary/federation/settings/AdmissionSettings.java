package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.time.Duration;

/**
 * Bounds above which stage 1 refuses, and how much it holds.
 *
 * @param maxDeltaNorm        greatest L2 norm of a delta, above 0
 * @param clippingNorm        norm to which a longer delta is scaled before it counts; 0 scales none
 * @param maxExampleCount     greatest example count that an update may claim, at least 1
 * @param exampleCountCap     greatest example count that counts in the mean, at least 1
 * @param oneUpdatePerVersion whether a second update of a client for one version is refused
 * @param holdTimeout         longest time that an update may stay incomplete
 * @param maxHeldBytes        most bytes of incomplete updates that one task holds
 */
public record AdmissionSettings(
        double maxDeltaNorm,
        double clippingNorm,
        long maxExampleCount,
        long exampleCountCap,
        boolean oneUpdatePerVersion,
        Duration holdTimeout,
        long maxHeldBytes) {

    static AdmissionSettings read(SettingsReader reader) {
        long maxExampleCount = reader.integer("maxExampleCount", 1_000_000, 1, 1_000_000_000_000L);
        return new AdmissionSettings(
                // 1e12: a billion rounds of such steps still fit in a float.
                reader.number("maxDeltaNorm", 1000, 1e-12, 1e12),
                reader.number("clippingNorm", 0, 0, 1e12),
                maxExampleCount,
                reader.integer("exampleCountCap", maxExampleCount, 1, 1_000_000_000_000L),
                reader.flag("oneUpdatePerVersion", true),
                reader.duration("holdTimeout", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofDays(1)),
                reader.bytes("maxHeldBytes", 256L << 20, 1L << 20, 1L << 40));
    }
}
