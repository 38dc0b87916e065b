package dev.tributary.aggregator.topology;

/** Names of the processor nodes. */
public final class NodeNames {

    /** Reads {@code updates}. */
    public static final String UPDATES = "updates-source";
    /** Stage 1. */
    public static final String ADMISSION = "admission";
    /** Writes {@code partials}. */
    public static final String PARTIALS_SINK = "partials-sink";
    /** Reads {@code receipts}. */
    public static final String RECEIPTS = "receipts-source";
    /** Reads {@code mask-sums}. */
    public static final String MASK_SUMS = "mask-sums-source";
    /** Writes {@code unmask}. */
    public static final String UNMASK_SINK = "unmask-sink";
    /** Reads {@code control}. */
    public static final String CONTROL = "control";

    /** Writes refused commands to {@code rejections}; a sink of its own, since the stages share none. */
    public static final String REFUSALS_SINK = "refusals-sink";

    /** Passes rejections on, and tells clients of them. */
    public static final String REFUSAL_NOTICES = "refusal-notices";
    /** Writes notices of refused updates to {@code model}; a sink of its own, since the stages share none. */
    public static final String NOTICES_SINK = "notices-sink";
    /** Writes {@code rejections}. */
    public static final String REJECTIONS_SINK = "rejections-sink";
    /** Reads {@code partials}. */
    public static final String PARTIALS = "partials-source";
    /** Stage 2. */
    public static final String ROUND = "round-window";
    /** Writes {@code model}. */
    public static final String MODEL_SINK = "model-sink";
    /** Writes {@code rounds}. */
    public static final String ROUNDS_SINK = "rounds-sink";
    /** Reads {@code rounds} into the global store. */
    public static final String ROUNDS = "rounds-source";
    /** Keeps the newest version. */
    public static final String VERSION_FOLLOWER = "version-follower";
    /** Reads {@code evaluations}. */
    public static final String EVALUATIONS = "evaluations-source";
    /** Lets the first report of each client on each version pass. */
    public static final String EVALUATION_INTAKE = "evaluation-intake";
    /** Adds the reports of a window up. */
    public static final String EVALUATION_WINDOWS = "evaluation-windows";
    /** Changes by a report. */
    public static final String EVALUATION_CHANGES = "evaluation-changes";
    /** Lets the figures of a version out. */
    public static final String EVALUATION_PUBLISHER = "evaluation-publisher";
    /** Writes {@code control}. */
    public static final String CONTROL_SINK = "control-sink";

    private NodeNames() {}
}
