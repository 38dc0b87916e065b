package dev.tributary.benchmarks.federation;

import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.Locale;

/**
 * Size and settings of a benchmark's federation.
 *
 * @param parameters   length of the model, at least 1
 * @param partitions   partitions of {@code updates}
 * @param goal         updates that close a round
 * @param encoding     encoding of the updates
 * @param maxStaleness greatest staleness of an update that is admitted
 * @param maxHeldBytes most bytes of incomplete updates that one task holds
 */
public record BenchPlan(
        int parameters, int partitions, int goal, PayloadEncoding encoding, int maxStaleness, long maxHeldBytes) {

    private static final long DEFAULT_MAX_HELD_BYTES = 256L << 20;
    private static final int DEFAULT_MAX_STALENESS = 10;
    private static final int MOST_STALENESS = 1000;

    /**
     * Makes a plan with the defaults of a federation.
     *
     * @param parameters length of the model
     * @param partitions partitions of {@code updates}
     * @param goal       updates that close a round
     * @param encoding   encoding of the updates
     * @return the plan
     */
    public static BenchPlan of(int parameters, int partitions, int goal, PayloadEncoding encoding) {
        return new BenchPlan(parameters, partitions, goal, encoding, DEFAULT_MAX_STALENESS, DEFAULT_MAX_HELD_BYTES);
    }

    /**
     * Makes room for updates that arrive side by side.
     *
     * @param updates how many may be under way at once, as FLOAT32
     * @return the same plan, with {@code admission.maxHeldBytes} raised where the default is too little for them
     */
    public BenchPlan holding(int updates) {
        long wanted = (long) updates * (parameters * (long) Float.BYTES + (1 << 20));
        return new BenchPlan(
                parameters, partitions, goal, encoding, maxStaleness, Math.max(maxHeldBytes, wanted + wanted / 4));
    }

    /**
     * Admits older updates.
     *
     * @param versions greatest staleness; as much of it as a federation's setting takes
     * @return the same plan with it
     */
    public BenchPlan admittingStaleness(int versions) {
        int admitted = Math.min(Math.max(versions, maxStaleness), MOST_STALENESS);
        return new BenchPlan(parameters, partitions, goal, encoding, admitted, maxHeldBytes);
    }

    /**
     * Changes the goal.
     *
     * @param updates updates that close a round
     * @return the same plan with it
     */
    public BenchPlan withGoal(int updates) {
        return new BenchPlan(parameters, partitions, updates, encoding, maxStaleness, maxHeldBytes);
    }

    /** Settings beside these are the defaults, except for the deadline, which no benchmark is to reach. */
    String yaml() {
        return String.format(
                Locale.ROOT,
                """
                federation: bench
                privacy: {masking: off}
                topics:
                  updatePartitions: %d
                  replicationFactor: 1
                round:
                  goal: %d
                  quorum: 1
                  deadline: 30m
                  maxStaleness: %d
                admission:
                  maxHeldBytes: %d
                """,
                partitions,
                goal,
                maxStaleness,
                maxHeldBytes);
    }
}
