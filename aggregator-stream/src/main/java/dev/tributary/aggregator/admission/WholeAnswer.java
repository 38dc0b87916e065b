package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import java.util.function.Consumer;

/** The answer to an update whose chunks are all there. */
public sealed interface WholeAnswer {

    /**
     * Has the handler carry out the answer.
     *
     * @param handler does it
     */
    void carryOut(Handler handler);

    /** Carries out an answer. A new answer does not compile before it is carried out. */
    interface Handler {

        /** Measures the update; it is decided when its turn comes. */
        void measure();

        /**
         * Lets the update wait for a fact that is not known yet.
         *
         * @param atLast the refusal that it gets when it has waited for too long
         */
        void defer(Refusal atLast);

        /**
         * Tells a refusal.
         *
         * @param refusal why
         */
        void refuse(Refusal refusal);

        /** Measures the update, which goes on where it was before the crash, and decides nothing yet. */
        void resume();

        /**
         * Adds the update again.
         *
         * @param before how it was admitted before the crash
         */
        void addAgain(AdmittedBefore before);
    }

    /** Nothing speaks against it but perhaps its values. */
    record Ready() implements WholeAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.measure();
        }
    }

    /**
     * It has to wait.
     *
     * @param atLast the refusal that it gets when it has waited for too long
     */
    record Waits(Refusal atLast) implements WholeAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.defer(atLast);
        }
    }

    /**
     * It is refused.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements WholeAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.refuse(refusal);
        }
    }

    /** It was whole before the crash, and is to be decided after the recovery. */
    record Undecided() implements WholeAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.resume();
        }
    }

    /**
     * It was admitted before the crash, and is to be added again on the same terms.
     *
     * @param clippingNorm bound that its delta was clipped to, 0 for none
     * @param staleness    versions published since its base version when it was admitted
     * @param again        takes it
     */
    record AdmittedBefore(double clippingNorm, long staleness, Consumer<Admitted> again) implements WholeAnswer {

        @Override
        public void carryOut(Handler handler) {
            handler.addAgain(this);
        }
    }
}
