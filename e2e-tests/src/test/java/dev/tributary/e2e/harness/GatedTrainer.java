package dev.tributary.e2e.harness;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.concurrent.CountDownLatch;

/** Trains until the test opens the gate: a straggler, or a client that is busy when something happens. */
public final class GatedTrainer implements LocalTrainer {

    private final LocalTrainer trainer;
    private final CountDownLatch gate = new CountDownLatch(1);

    /**
     * @param trainer gives what training gives
     */
    public GatedTrainer(LocalTrainer trainer) {
        this.trainer = trainer;
    }

    /** Lets training end, this time and every time after. */
    public void open() {
        gate.countDown();
    }

    @Override
    public LocalUpdate train(GlobalModel model) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return trainer.train(model);
    }
}
