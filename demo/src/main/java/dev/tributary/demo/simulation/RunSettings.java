package dev.tributary.demo.simulation;

import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.Locale;

/**
 * Settings that set one run apart from the others.
 *
 * @param strategy  how updates are combined
 * @param partition how the data is dealt out, as {@code PartitionScheme} writes it
 * @param encoding  how clients write their updates
 * @param attackers clients that send their delta turned round and tenfold; the first ones
 * @param seed      seed of partition, initial parameters, order of examples and rounding
 * @param versions  versions to make, at least 1
 * @param target    test accuracy at which the run ends, above 1 for never
 */
public record RunSettings(
        StrategyChoice strategy,
        String partition,
        PayloadEncoding encoding,
        int attackers,
        long seed,
        int versions,
        double target) {

    /** A target that no accuracy reaches. */
    public static final double NO_TARGET = 2;

    /** Returns the settings for people: {@code fedAvgM:momentum=0.8, iid, float32, 2 attackers, seed 1}. */
    public String shown() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s, %d attacker%s, seed %d",
                strategy.shown(),
                partition,
                encoding.name().toLowerCase(Locale.ROOT),
                attackers,
                attackers == 1 ? "" : "s",
                seed);
    }
}
