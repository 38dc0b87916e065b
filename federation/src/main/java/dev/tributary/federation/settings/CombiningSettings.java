package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.time.Duration;

/**
 * When a task of stage 1 forwards its partial sum: after {@code maxUpdates} or {@code interval}, whichever comes
 * first. Each partial sum is a whole model to write, so fewer are cheaper, and sooner is fresher.
 *
 * @param interval   longest time that an admitted update waits to be forwarded once no more come; while they keep
 *                   coming, those of large models wait longer
 * @param maxUpdates most updates in a partial sum; 0 for the goal divided by the partitions of {@code updates}
 */
public record CombiningSettings(Duration interval, int maxUpdates) {

    /** The members of a partial sum are named in one record: so many fit in any case. */
    public static final int MOST_UPDATES = 4096;

    static CombiningSettings read(SettingsReader reader) {
        return new CombiningSettings(
                reader.duration("interval", Duration.ofMillis(200), Duration.ofMillis(1), Duration.ofHours(1)),
                (int) reader.integer("maxUpdates", 0, 0, MOST_UPDATES));
    }

    /**
     * Finds at how many updates a task forwards.
     *
     * @param goal       updates that close a round
     * @param partitions partitions of {@code updates}
     * @return 1 to {@link #MOST_UPDATES}
     */
    public int effectiveMaxUpdates(int goal, int partitions) {
        int share = (goal + partitions - 1) / partitions;
        return Math.min(MOST_UPDATES, maxUpdates > 0 ? maxUpdates : share);
    }
}
