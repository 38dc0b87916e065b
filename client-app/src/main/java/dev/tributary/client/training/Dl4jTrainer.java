package dev.tributary.client.training;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalDouble;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Local training by DL4J, of a {@code MultiLayerNetwork} or a {@code ComputationGraph} that the model's definition
 * describes.
 *
 * <pre>{@code
 * LocalTrainer trainer = Dl4jTrainer.on(iterator).epochs(1).learningRate(0.1).build();
 * }</pre>
 *
 * <p>An optimiser's state (momentum, Adam's moments) begins anew in each round, and so do its step count and any
 * schedule: the received parameters are others than those that the state was learnt on, as in federated averaging
 * (McMahan et al. 2017, Algorithm 1, <a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>). So what
 * training makes of a model depends on the model, the examples and the settings alone, not on earlier rounds.
 *
 * <p>The network is built when the first model comes, and again only if a later one has another definition. Not
 * thread-safe; several trainers may work in several threads.
 */
public final class Dl4jTrainer implements LocalTrainer {

    /** Odd constants of SplitMix64: they spread versions and epochs over all 64 bits of a seed. */
    private static final long VERSION_STEP = 0x9E3779B97F4A7C15L;

    private static final long EPOCH_STEP = 0xBF58476D1CE4E5B9L;

    private final LocalExamples examples;
    private final int epochs;
    private final OptionalDouble learningRate;
    private final long seed;
    private ModelDefinition builtFrom;
    private Dl4jNetwork network;

    private Dl4jTrainer(Builder builder) {
        examples = builder.examples;
        epochs = builder.epochs;
        learningRate = builder.learningRate;
        seed = builder.seed;
    }

    /**
     * Begins a trainer on mini-batches of the caller's own.
     *
     * @param iterator its order and mini-batches are kept; reset before every epoch, so it must support that
     * @return a builder with one local epoch and the definition's learning rate
     */
    public static Builder on(DataSetIterator iterator) {
        return new Builder(new IteratorExamples(iterator));
    }

    /**
     * Begins a trainer on labelled images, in a new order each epoch.
     *
     * @param images    at least one; kept
     * @param batchSize examples a mini-batch, at least 1; the last one of an epoch may be smaller
     * @return a builder with one local epoch and the definition's learning rate
     * @throws FederationException if there are no images or the batch size is out of bounds
     */
    public static Builder on(LabelledImages images, int batchSize) {
        return new Builder(new ImageExamples(images, batchSize, true));
    }

    @Override
    public LocalUpdate train(GlobalModel model) {
        Dl4jNetwork trained = networkFor(model.definition());
        trained.setParameters(model.parameters());
        trained.restartOptimiser(seed(model, epochs));
        EpochResult last = null;
        for (int epoch = 0; epoch < epochs; epoch++) {
            trained.setEpochCount(epoch);
            last = trainEpoch(trained, examples.epoch(seed(model, epoch)));
        }
        float[] delta = trained.parameters();
        subtract(model.parameters(), delta);
        return new LocalUpdate(delta, last.exampleCount(), Map.of(LocalUpdate.LOSS, last.meanLoss()));
    }

    private static EpochResult trainEpoch(Dl4jNetwork network, Iterator<DataSet> batches) {
        double lossSum = 0;
        long exampleCount = 0;
        while (batches.hasNext()) {
            DataSet batch = batches.next();
            lossSum += network.fit(batch) * batch.numExamples();
            exampleCount += batch.numExamples();
        }
        return new EpochResult(exampleCount, lossSum / exampleCount);
    }

    private Dl4jNetwork networkFor(ModelDefinition definition) {
        if (!definition.equals(builtFrom)) {
            network = Dl4jNetwork.build(definition);
            learningRate.ifPresent(network::setLearningRate);
            builtFrom = definition;
        }
        return network;
    }

    private long seed(GlobalModel model, int epoch) {
        return seed + VERSION_STEP * model.version() + EPOCH_STEP * epoch;
    }

    private static void subtract(float[] received, float[] trained) {
        for (int i = 0; i < trained.length; i++) {
            trained[i] -= received[i];
        }
    }

    /** What one epoch saw; the loss is the mean per example, of each mini-batch before its step. */
    private record EpochResult(long exampleCount, double meanLoss) {}

    /** Settings of a trainer. */
    public static final class Builder {

        private final LocalExamples examples;
        private int epochs = 1;
        private OptionalDouble learningRate = OptionalDouble.empty();
        private long seed;

        private Builder(LocalExamples examples) {
            this.examples = examples;
        }

        /**
         * Sets how often training goes over the examples in a round.
         *
         * @param count at least 1; default 1
         * @return this builder
         * @throws FederationException if it is out of bounds
         */
        public Builder epochs(int count) {
            if (count < 1) {
                throw new FederationException("local epochs must be at least 1, was " + count);
            }
            epochs = count;
            return this;
        }

        /**
         * Takes another learning rate than the definition says, for all layers.
         *
         * @param rate above 0 and finite
         * @return this builder
         * @throws FederationException if it is out of bounds
         */
        public Builder learningRate(double rate) {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new FederationException("learning rate must be above 0 and finite, was " + rate);
            }
            learningRate = OptionalDouble.of(rate);
            return this;
        }

        /**
         * Sets what decides the order of images and dropout.
         *
         * @param number any; default 0. Each version and epoch draws anew from it
         * @return this builder
         */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * Makes the trainer.
         *
         * @return a trainer that has not built its network yet
         */
        public Dl4jTrainer build() {
            return new Dl4jTrainer(this);
        }
    }
}
