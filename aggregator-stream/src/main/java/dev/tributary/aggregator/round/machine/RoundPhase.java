package dev.tributary.aggregator.round.machine;

import java.util.Optional;

/**
 * Phase of the open round.
 *
 * <pre>
 *                     done (target, patience)
 *   Collecting ─────────────────────────────────▶ Stopped ◀────────────┐
 *     │  ▲  ▲                                        │                 │ done: the pending round is dropped
 *     └──┘  └────────────────────────────────────────┘                 │
 *    a version   a version: settings, a model, a rollback              │
 *                                                                      │
 *   Collecting ──a masked round closes: its masks are asked for──▶ Unmasking ◀─┐ refused for some members: asked
 *     ▲                                                              │  │  └───┘ again without them; a version by
 *     └──the sum: a version; refused or out of range: the same       │  │        an operator: goes on waiting
 *        model as a version, the members discarded───────────────────┘  │
 *     └──rollback: both rounds are discarded────────────────────────────┘
 * </pre>
 *
 * <p>{@link Collecting}: updates join, and the round closes on its goal, or at its deadline with a quorum. {@link Stopped}:
 * nothing closes until an operator brings about a version. {@link Unmasking}: a masked round waits for the mask helper
 * while the next one already collects; that one closes no sooner than the first is done with.
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

    /**
     * Says whether the federation is done.
     *
     * @return whether it is
     */
    default boolean isStopped() {
        return !stopReason().isEmpty();
    }

    /**
     * Gives the masked round that waits for its masks.
     *
     * @return the round, or empty if none does
     */
    default Optional<PendingRelease> pending() {
        return Optional.empty();
    }

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
     * A round has closed and waits for its masks; the next one collects.
     *
     * @param awaited the round that waits
     */
    record Unmasking(PendingRelease awaited) implements RoundPhase {

        @Override
        public boolean mayClose() {
            return false;
        }

        @Override
        public String stopReason() {
            return "";
        }

        @Override
        public Optional<PendingRelease> pending() {
            return Optional.of(awaited);
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
