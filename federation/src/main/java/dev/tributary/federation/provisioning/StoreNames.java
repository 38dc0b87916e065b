package dev.tributary.federation.provisioning;

/** Names of the state stores; with the application id they make the names of the changelog topics. */
public final class StoreNames {

    /** Stage 1: progress, admitted ids, held updates. */
    public static final String ADMISSION = "admission";
    /** Stage 2: where the open round stands. */
    public static final String ROUND = "round";
    /** Global: the newest version. */
    public static final String VERSION = "newest-version";
    /** Evaluation: who has reported on which version. */
    public static final String EVALUATION_REPORTS = "evaluation-reports";
    /** Evaluation: sums of the reports on a version. */
    public static final String EVALUATION_WINDOWS = "evaluation-windows";

    /** Mask helper: the release ledger. */
    public static final String LEDGER = "ledger";

    private StoreNames() {}
}
