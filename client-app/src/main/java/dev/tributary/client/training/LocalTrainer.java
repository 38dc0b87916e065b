package dev.tributary.client.training;

import dev.tributary.schemas.globalmodel.GlobalModel;

/**
 * Trains a received model on a client's own data.
 *
 * <p>A trainer may keep state between rounds, such as the position in its data. It need not be thread-safe: one client
 * calls it from one thread at a time.
 */
@FunctionalInterface
public interface LocalTrainer {

    /**
     * Trains from the parameters of a version of the global model.
     *
     * @param model what was received; not changed, not kept
     * @return what training changed, with a new array that the caller owns
     * @throws dev.tributary.schemas.FederationException if this trainer cannot run the model or has no example for it
     */
    LocalUpdate train(GlobalModel model);
}
