package dev.tributary.aggregator.round;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.globalmodel.GlobalModel;

/** Is told of each publication of stage 2, in the same transaction and before anybody else can read it. */
public interface RoundObserver {

    /** Looks away: others read it from the topics. */
    RoundObserver NONE = new RoundObserver() {
        @Override
        public void opened(GlobalModel newest) {}

        @Override
        public void published(RoundResult result) {}

        @Override
        public void announced(FederationState state) {}
    };

    /**
     * The round goes on, or begins, on a model.
     *
     * @param newest the newest version
     */
    void opened(GlobalModel newest);

    /**
     * A version was published.
     *
     * @param result the result of the round that made it
     */
    void published(RoundResult result);

    /**
     * Something else has changed for clients.
     *
     * @param state the federation's state from now on
     */
    void announced(FederationState state);
}
