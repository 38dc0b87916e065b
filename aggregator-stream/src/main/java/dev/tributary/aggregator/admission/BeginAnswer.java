package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;

/** The answer to an update that begins. */
public sealed interface BeginAnswer {

    /**
     * Has the handler carry out the answer.
     *
     * @param handler does it
     */
    void carryOut(Handler handler);

    /** Carries out an answer. A new answer does not compile before it is carried out. */
    interface Handler {

        /** Holds the update. */
        void hold();

        /**
         * Holds nothing of the update.
         *
         * @param answer why not
         */
        void turnAway(NotHeld answer);
    }

    /** Nothing speaks against it so far. */
    record Good() implements BeginAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.hold();
        }
    }

    /** The update is not held: it is decided. */
    sealed interface NotHeld extends BeginAnswer {

        /**
         * Has the handler carry out the answer.
         *
         * @param handler does it
         */
        void turnAway(Handler handler);

        @Override
        default void carryOut(BeginAnswer.Handler handler) {
            handler.turnAway(this);
        }

        /** Carries out an answer. */
        interface Handler {

            /**
             * Tells a refusal.
             *
             * @param refusal why
             */
            void refuse(Refusal refusal);

            /** Passes over whatever comes of the update, without a word. */
            void passOver();

            /** Remembers nothing. */
            void leave();
        }
    }

    /**
     * It is refused.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements NotHeld {

        @Override
        public void turnAway(NotHeld.Handler handler) {
            handler.refuse(refusal);
        }
    }

    /** It was refused before, and that was told; more of it may come. */
    record RefusedBefore() implements NotHeld {

        @Override
        public void turnAway(NotHeld.Handler handler) {
            handler.passOver();
        }
    }

    /** It was decided before, and nothing of that is to be remembered. */
    record DecidedBefore() implements NotHeld {

        @Override
        public void turnAway(NotHeld.Handler handler) {
            handler.leave();
        }
    }
}
