package dev.tributary.federation.settings;

/** Which updates a round takes. */
public enum Mode {
    /** Those on older versions too, weighing less (FedBuff, Nguyen et al. 2022). */
    ASYNC,
    /** Those of the cohort on the newest version only (McMahan et al. 2017, with the cohort choosing itself). */
    SYNC
}
