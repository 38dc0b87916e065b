package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.avro.ModelUpdate;

/** The decision about a whole update: it joins a sum, or a reason speaks against it. */
public sealed interface AdmissionDecision {

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
     * The update joins a sum.
     *
     * @param manifest  its manifest
     * @param delta     its values, all finite; a copy only where clipping has shortened them
     * @param staleness versions published since its base version, 0 or more
     */
    record Admitted(ModelUpdate manifest, FloatVector delta, long staleness) implements AdmissionDecision {

        @Override
        public void carryOut(Handler handler) {
            handler.admit(this);
        }

        /** Prints identity only. */
        @Override
        public String toString() {
            return "Admitted[" + manifest.getUpdateId() + " of " + manifest.getClientId() + "]";
        }
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
