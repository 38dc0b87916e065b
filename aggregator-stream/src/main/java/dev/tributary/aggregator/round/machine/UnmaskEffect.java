package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.schemas.avro.CloseReason;

/** Something that the machine asks for a masked round. */
public sealed interface UnmaskEffect extends RoundEffect {

    /**
     * Has one of the handlers carry it out.
     *
     * @param handler carries it out
     */
    void carryOutBy(UnmaskHandler handler);

    @Override
    default void carryOut(Handler handler) {
        handler.unmask(this);
    }

    /** Carries out each kind of effect. A new kind does not compile before it is carried out. */
    interface UnmaskHandler {

        /**
         * Fixes the members of the round and asks for their masks; a new round collects. Answers with
         * {@link UnmaskEvent.MembersFixed}.
         *
         * @param effect the effect
         */
        void fix(FixMembers effect);

        /**
         * Makes the sum again without the members that were taken out, and asks again. Answers with
         * {@link UnmaskEvent.MembersFixed}.
         *
         * @param effect the effect
         */
        void askAgain(AskAgain effect);

        /**
         * Takes the masks off, makes the strategy's step and publishes it; answers with {@link UnmaskEvent.SumUnusable} if
         * the sum is out of range.
         *
         * @param effect the effect
         */
        void unmask(Unmask effect);

        /**
         * Publishes the newest model once more, with the round's members as discarded.
         *
         * @param effect the effect
         */
        void discard(Discard effect);

        /**
         * Publishes the newest model once more, with the members of the open round as discarded.
         *
         * @param effect the effect
         */
        void discardOpen(DiscardOpen effect);

        /**
         * Forgets the round that waits for its masks.
         *
         * @param effect the effect
         */
        void drop(Drop effect);
    }

    /**
     * The round closes, under masks.
     *
     * @param reason why
     */
    record FixMembers(CloseReason reason) implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.fix(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /** A smaller list is asked for. */
    record AskAgain() implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.askAgain(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * The sum of the masks is there.
     *
     * @param plan how the version comes about
     */
    record Unmask(VersionPlan plan) implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.unmask(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * The round cannot be unmasked, or its sum not be used.
     *
     * @param plan how the version comes about, with the reason as its note
     */
    record Discard(VersionPlan plan) implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.discard(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * The open round can never be asked for.
     *
     * @param plan how the version comes about, with the reason as its note
     */
    record DiscardOpen(VersionPlan plan) implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.discardOpen(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /** Nobody needs the sum any more. */
    record Drop() implements UnmaskEffect {
        @Override
        public void carryOutBy(UnmaskHandler handler) {
            handler.drop(this);
        }
    }
}
