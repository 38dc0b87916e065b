package dev.tributary.maskhelper.ledger;

import dev.tributary.schemas.masked.Digest;

/**
 * Where a seed stands in the ledger.
 *
 * <pre>
 *              authentic, and within every rule
 *   (unknown) ─────────────────────────────────▶ Good ──── in a list that is released ───▶ Released
 *       │                                          │
 *       │ authentic, against a rule                └──── its own or its epoch's end ─────▶ Expired
 *       └────────────────────────────────────────────────────────────────────────────────▶ Rejected
 * </pre>
 *
 * <p>Nothing leads out of Released, Rejected or Expired. A seed that is not authentic leaves no trace: else anybody who can
 * write to the topic could block another client's update.
 */
public sealed interface SeedState permits SeedState.Good, SeedState.Released, SeedState.Rejected, SeedState.Expired {

    /**
     * Puts the seed into a release.
     *
     * @param list digest of the released list
     * @return {@link Released}
     * @throws IllegalStateException if the seed is not good
     */
    default SeedState release(Digest list) {
        throw new IllegalStateException("a released seed must be good, was " + this);
    }

    /**
     * Ends the seed's time.
     *
     * @return {@link Expired} if it was good, else this
     */
    default SeedState expire() {
        return this;
    }

    /** May be released, once. */
    record Good() implements SeedState {
        @Override
        public SeedState release(Digest list) {
            return new Released(list);
        }

        @Override
        public SeedState expire() {
            return new Expired();
        }
    }

    /**
     * Was released.
     *
     * @param list digest of the list that it was in
     */
    record Released(Digest list) implements SeedState {}

    /**
     * Never was good.
     *
     * @param reason why
     */
    record Rejected(SeedRefusal reason) implements SeedState {}

    /** Was good, and is no more. */
    record Expired() implements SeedState {}
}
