package dev.tributary.demo.federation;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.concurrent.Semaphore;

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
        turns.acquireUninterruptibly();
        try {
            return trainer.train(model);
        } finally {
            turns.release();
        }
    }
}
