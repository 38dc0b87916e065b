package dev.tributary.client.command;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.training.Dl4jTrainer;
import dev.tributary.client.training.Dl4jTrainerBuilder;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.schemas.FederationException;
import picocli.CommandLine.Option;

/** How a client trains. */
final class TrainingOptions {

    @Option(
            names = "--local-epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Passes over the data in each round. Default: ${DEFAULT-VALUE}.")
    private int localEpochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "10",
            description = "Examples of a mini-batch. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Learning rate, in place of the one in the model's definition.")
    private Double learningRate;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = {
                "Decides which digits are drawn, how data are shared, and the order of training.",
                "The same for all clients that share data. Default: ${DEFAULT-VALUE}."
            })
    private long seed;

    long seed() {
        return seed;
    }

    /**
     * Makes the trainer.
     *
     * @param examples what it trains on
     * @param index    which of the clients that share the data this is, or null if it is the only one; each trains in
     *                 an order of its own
     * @throws FederationException if an option is out of bounds
     */
    LocalTrainer trainer(LabelledImages examples, Integer index) {
        requirePositive("--local-epochs", localEpochs);
        requirePositive("--batch-size", batchSize);
        Dl4jTrainerBuilder builder = Dl4jTrainer.on(examples, batchSize)
                .epochs(localEpochs)
                .seed(index == null ? seed : seed ^ ((index + 1L) << Integer.SIZE));
        if (learningRate != null) {
            requireRate();
            builder.learningRate(learningRate);
        }
        return builder.build();
    }

    private void requireRate() {
        if (!(learningRate > 0) || learningRate.isInfinite()) {
            throw new FederationException("--learning-rate must be above 0 and finite, was " + learningRate);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new FederationException(name + " must be at least 1, was " + value);
        }
    }
}
