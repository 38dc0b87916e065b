package dev.tributary.aggregator.round;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.globalmodel.GlobalModel;

/** Is told what stage 2 publishes, in the same transaction and before anybody else can read it. */
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
     * @param result what made it
     */
    void published(RoundResult result);

    /**
     * Something else has changed for clients.
     *
     * @param state what holds now
     */
    void announced(FederationState state);
}
