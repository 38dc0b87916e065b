package dev.tributary.client.training;

import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
     * @param model received version; not changed, not kept
     * @return delta and example count, with a new array that the caller owns
     * @throws dev.tributary.schemas.FederationException if this trainer cannot run the model or has no example for it
     */
    LocalUpdate train(GlobalModel model);

    /**
     * Trains like {@link #train(GlobalModel)}, but gives up when it is told to. A client calls this one. A trainer
     * that takes longer than a second should ask every so often, such as after each mini-batch; one that does not
     * override this never asks, and then a client that is closed leaves its training behind after a while.
     *
     * @param model    received version; not changed, not kept
     * @param isToStop says whether to give up; to be asked by the calling thread, cheap
     * @return delta and example count, or empty if it was given up: the trainer's state is then as before the call
     * @throws dev.tributary.schemas.FederationException if this trainer cannot run the model or has no example for it
     */
    default Optional<LocalUpdate> train(GlobalModel model, BooleanSupplier isToStop) {
        return Optional.of(train(model));
    }

    /**
     * Hears that the last update it gave was acknowledged by the broker, so that its own state may follow.
     * Not called for an update that was not sent.
     *
     * @throws dev.tributary.schemas.FederationException if its own state cannot be written
     */
    default void acknowledge() {}
}
