package dev.tributary.demo.simulation;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.training.LocalTrainer;

/**
 * How every client trains, the same in all runs.
 *
 * @param architecture the model
 * @param epochs       passes over a client's data for each update
 * @param batchSize    examples in each step
 * @param learningRate step length
 */
public record LocalTraining(BuiltInArchitecture architecture, int epochs, int batchSize, double learningRate) {

    /** Clients of one run draw from different seeds, and no two runs of neighbouring seeds share one. */
    private static final long CLIENTS_PER_SEED = 1000;

    /**
     * Makes a client's trainer.
     *
     * @param shard  the client's examples
     * @param seed   seed of the run
     * @param number the client's number, 0 to 999
     * @return a trainer of its own
     */
    public LocalTrainer trainer(LabelledImages shard, long seed, int number) {
        return Dl4jTrainer.on(shard, batchSize)
                .epochs(epochs)
                .learningRate(learningRate)
                .seed(CLIENTS_PER_SEED * seed + number)
                .build();
    }
}
