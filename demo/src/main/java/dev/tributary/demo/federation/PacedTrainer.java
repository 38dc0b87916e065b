package dev.tributary.demo.federation;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Takes as long for each training as a device of a certain speed would: clients of one machine have unequal speeds that
 * way, without its processor deciding them.
 *
 * @param trainer trains
 * @param pace    least time that a training takes
 */
record PacedTrainer(LocalTrainer trainer, Duration pace) implements LocalTrainer {

    /** A client that is told to stop does so within this time. */
    private static final long LOOK_NANOS = 20_000_000;

    @Override
    public LocalUpdate train(GlobalModel model) {
        return train(model, () -> false).orElseThrow();
    }

    @Override
    public Optional<LocalUpdate> train(GlobalModel model, BooleanSupplier isToStop) {
        long end = System.nanoTime() + pace.toNanos();
        Optional<LocalUpdate> update = trainer.train(model, isToStop);
        while (update.isPresent() && System.nanoTime() - end < 0) {
            if (isToStop.getAsBoolean()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(Math.min(LOOK_NANOS, Math.max(1, end - System.nanoTime())));
        }
        return update;
    }

    @Override
    public void acknowledge() {
        trainer.acknowledge();
    }
}
