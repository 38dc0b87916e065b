package dev.tributary.demo.federation;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Has clients of one process train in turns, as many at a time as there are cores: more would only slow each other
 * down. Clients on machines of their own need no such thing.
 *
 * @param trainer trains when it is its turn
 * @param turns   one permit for each training that may run at a time
 */
record TurnTakingTrainer(LocalTrainer trainer, Semaphore turns) implements LocalTrainer {

    @Override
    public LocalUpdate train(GlobalModel model) {
        return train(model, () -> false).orElseThrow();
    }

    @Override
    public Optional<LocalUpdate> train(GlobalModel model, BooleanSupplier isToStop) {
        turns.acquireUninterruptibly();
        try {
            return isToStop.getAsBoolean() ? Optional.empty() : trainer.train(model, isToStop);
        } finally {
            turns.release();
        }
    }

    @Override
    public void acknowledge() {
        trainer.acknowledge();
    }
}
