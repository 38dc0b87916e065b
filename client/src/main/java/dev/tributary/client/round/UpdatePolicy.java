package dev.tributary.client.round;

/** A client's next step once its update is acknowledged. */
public enum UpdatePolicy {
    /** Waits for a newer model version. The default, and what an aggregator expects that takes one update a version. */
    WAIT_FOR_NEXT_VERSION,

    /**
     * Trains again at once, on the newest version there is, be it the same. Of use only where the federation admits
     * several updates of a client for one version; elsewhere the further ones are rejected.
     */
    TRAIN_ON
}
