package dev.tributary.client.round;

/**
 * Where a client stands.
 *
 * <pre>
 *   NEW ──▶ CONNECTING ──▶ BOOTSTRAPPING ──▶ TRAINING ──▶ PUBLISHING
 *                                               ▲             │
 *                                               └── WAITING ◀─┘
 * </pre>
 *
 * <p>From each of them a stop or a failure leads to {@link #STOPPED}, which is final. A delta that is not finite leads
 * from TRAINING to WAITING. When the broker is away a client backs off in the state in which that found it.
 */
public enum ClientState {
    /** Built, not running yet. */
    NEW,
    /** Checks that the cluster answers and the topics are there. */
    CONNECTING,
    /** Looks for a first model. */
    BOOTSTRAPPING,
    /** Local training. */
    TRAINING,
    /** Holds a delta and sends it until it is acknowledged. */
    PUBLISHING,
    /** Waits for the next model version. */
    WAITING,
    /** Over. */
    STOPPED
}
