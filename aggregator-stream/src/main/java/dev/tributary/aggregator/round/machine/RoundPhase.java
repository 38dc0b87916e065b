package dev.tributary.aggregator.round.machine;

/**
 * Phase of the open round.
 *
 * <pre>
 *                     done (target, patience)
 *   Collecting ─────────────────────────────────▶ Stopped
 *     │  ▲  ▲                                        │
 *     └──┘  └────────────────────────────────────────┘
 *    a version   a version: settings, a model, a rollback
 * </pre>
 *
 * <p>{@link Collecting}: updates join, and the round closes on its goal, or at its deadline with a quorum. {@link Stopped}:
 * nothing closes until an operator brings about a version. A round whose sum another party must unmask first would be a
 * third phase, in which the next round already collects: one more case here, an event for the answer, and an effect for
 * the request.
 */
public sealed interface RoundPhase {

    /**
     * Says whether a round may close or be extended.
     *
     * @return whether it may
     */
    boolean mayClose();

    /**
     * Says why the federation is done.
     *
     * @return one line; empty while it is not
     */
    String stopReason();

    /** Updates join. */
    record Collecting() implements RoundPhase {

        @Override
        public boolean mayClose() {
            return true;
        }

        @Override
        public String stopReason() {
            return "";
        }
    }

    /**
     * The federation is done.
     *
     * @param stopReason one line
     */
    record Stopped(String stopReason) implements RoundPhase {

        @Override
        public boolean mayClose() {
            return false;
        }
    }
}
