package dev.tributary.client.command.options;

import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.dl4j.Dl4jTrainerBuilder;
import dev.tributary.client.dl4j.PersonalState;
import dev.tributary.schemas.FederationException;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How a client trains. */
public final class TrainingOptions {

    @Option(
            names = "--local-epochs",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            defaultValue = "1",
            description = "Passes over the data in each round. Default: ${DEFAULT-VALUE}.")
    private int localEpochs;

    @Option(
            names = "--batch-size",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            defaultValue = "10",
            description = "Examples of a mini-batch. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(
            names = "--learning-rate",
            scope = ScopeType.INHERIT,
            paramLabel = "RATE",
            description = "Learning rate, in place of the one in the model's definition.")
    private Double learningRate;

    @Option(
            names = "--learning-rate-decay",
            scope = ScopeType.INHERIT,
            paramLabel = "FACTOR[:VERSIONS]",
            description = "Multiply the learning rate by FACTOR at each model version, or each VERSIONS versions.")
    private String learningRateDecay;

    @Option(
            names = "--local-rate-decay",
            scope = ScopeType.INHERIT,
            paramLabel = "FACTOR[:STEPS]",
            description = "Multiply it within a round, by FACTOR after each mini-batch, or each STEPS of them.")
    private String localRateDecay;

    @Option(
            names = "--gradient-clip-norm",
            scope = ScopeType.INHERIT,
            paramLabel = "NORM",
            description = "Shorten the gradient of a mini-batch to this L2 norm over all layers.")
    private Double gradientClipNorm;

    @Option(
            names = "--proximal-mu",
            scope = ScopeType.INHERIT,
            paramLabel = "MU",
            description = "FedProx: hold training to the received parameters by MU/2 times the squared distance.")
    private Double proximalMu;

    @Option(
            names = "--participation-fraction",
            scope = ScopeType.INHERIT,
            paramLabel = "SHARE",
            description = {
                "Share of all clients that counts in a round, above 0 and at most 1.",
                "For models with control variates (model init --scaffold). Default: 1."
            })
    private Double participationFraction;

    @Option(
            names = "--seed",
            scope = ScopeType.INHERIT,
            paramLabel = "S",
            defaultValue = "42",
            description = {
                "Decides which digits are drawn, how data are shared, and the order of training.",
                "The same for all clients that share data. Default: ${DEFAULT-VALUE}."
            })
    private long seed;

    /** The seed of the order of examples and of dropout. */
    public long seed() {
        return seed;
    }

    /**
     * Makes the trainer.
     *
     * @param examples examples to train on
     * @param index    which of the clients that share the data this is, or null if it is the only one; each trains in
     *                 an order of its own
     * @param state    the client's own state
     * @throws FederationException if an option is out of bounds
     */
    public Dl4jTrainer trainer(LabelledExamples examples, Integer index, PersonalState state) {
        requirePositive("--local-epochs", localEpochs);
        requirePositive("--batch-size", batchSize);
        Dl4jTrainerBuilder builder = Dl4jTrainer.on(examples, batchSize)
                .epochs(localEpochs)
                .state(state)
                .seed(index == null ? seed : seed ^ ((index + 1L) << Integer.SIZE));
        set("--learning-rate", learningRate, builder::learningRate);
        set("--gradient-clip-norm", gradientClipNorm, builder::gradientClipNorm);
        set("--proximal-mu", proximalMu, builder::proximalMu);
        set("--participation-fraction", participationFraction, builder::participationFraction);
        set("--learning-rate-decay", learningRateDecay, decay(builder::learningRateDecay));
        set("--local-rate-decay", localRateDecay, decay(builder::localRateDecay));
        return builder.build();
    }

    /** Says which option it was when the trainer refuses its value. */
    private static <T> void set(String option, T value, Consumer<T> setting) {
        if (value == null) {
            return;
        }
        try {
            setting.accept(value);
        } catch (FederationException e) {
            throw new FederationException(option + ": " + e.getMessage(), e);
        }
    }

    private static Consumer<String> decay(ObjLongConsumer<Double> setting) {
        return text -> {
            int colon = text.indexOf(':');
            try {
                double factor = Double.parseDouble(colon < 0 ? text : text.substring(0, colon));
                setting.accept(factor, colon < 0 ? 1 : Long.parseLong(text.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new FederationException(
                        "decay must be a factor and, after a colon, a whole number, was " + text, e);
            }
        };
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new FederationException(name + " must be at least 1, was " + value);
        }
    }
}
