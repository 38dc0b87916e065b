package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;

/** The decision about a whole update: it joins a sum, or a reason speaks against it. */
public sealed interface AdmissionDecision permits Admitted, AdmissionDecision.Refused {

    /**
     * Has the handler carry out the decision.
     *
     * @param handler does it
     */
    void carryOut(Handler handler);

    /** Carries out each decision. */
    interface Handler {

        /**
         * Adds an update.
         *
         * @param update the update
         */
        void admit(Admitted update);

        /**
         * Tells a refusal.
         *
         * @param refusal why
         */
        void refuse(Refusal refusal);
    }

    /**
     * The update joins nothing.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements AdmissionDecision {

        @Override
        public void carryOut(Handler handler) {
            handler.refuse(refusal);
        }
    }
}
