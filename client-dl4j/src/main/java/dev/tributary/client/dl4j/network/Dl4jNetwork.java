package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of either of DL4J's kinds, built from a definition and ready to be trained or asked.
 *
 * <p>Not thread-safe.
 */
public abstract class Dl4jNetwork {

    private final NeuralNetwork network;
    private INDArray freshUpdaterState;
    private int stepCount;
    private double rateSum;
    private LearningRates rates = LearningRates.asDefined();
    private OptionalDouble plainSgdRate = OptionalDouble.empty();
    private GradientCorrection correction;

    Dl4jNetwork(NeuralNetwork network) {
        this.network = network;
        requireFloats(model());
    }

    /**
     * Makes the network ready to be trained. To be called once, before the first round.
     *
     * @param learningRate in place of all rates of the definition, if given
     * @param newRates     how rates fall
     * @param terms        corrections of gradients
     * @param shared       the tensors that the federation shares
     */
    public final void prepareTraining(
            OptionalDouble learningRate,
            LearningRates newRates,
            GradientCorrection.Terms terms,
            List<FlatRange> shared) {
        learningRate.ifPresent(this::setLearningRate);
        plainSgdRate = isTruncated() ? OptionalDouble.empty() : PlainSgd.learningRate(layers());
        rates = newRates;
        rates.govern(layers());
        List<FlatRange> trained = trainedRanges();
        List<FlatRange> trainedAndShared =
                trained.stream().filter(shared::contains).toList();
        correction = new GradientCorrection(
                terms, FlatRange.merged(trained), FlatRange.merged(trainedAndShared), isAveraged());
        model().setListeners(new CorrectingListener());
    }

    /** The tensors that are learnt from gradients, in the order of the flat vector. */
    private List<FlatRange> trainedRanges() {
        long begin = model().params().offset();
        return Arrays.stream(layers())
                .flatMap(layer -> layer.paramTable(false).entrySet().stream()
                        // Others, such as running means, come to the optimiser as finished differences.
                        .filter(parameter -> layer.updaterDivideByMinibatch(parameter.getKey()))
                        .map(Map.Entry::getValue))
                .map(values -> new FlatRange(values.offset() - begin, values.offset() - begin + values.length()))
                .sorted(Comparator.comparingLong(FlatRange::from))
                .toList();
    }

    private boolean isAveraged() {
        return Arrays.stream(layers()).allMatch(layer -> layer.conf().isMiniBatch());
    }

    /**
     * Builds a network with parameters that are still to be set.
     *
     * @throws FederationException if DL4J cannot run the definition
     */
    public static Dl4jNetwork build(ModelDefinition definition) {
        Dl4jFormat format = Dl4jFormat.of(definition);
        try {
            return switch (format) {
                case MULTI_LAYER -> new LayeredNetwork(definition.text());
                case COMPUTATION_GRAPH -> new GraphNetwork(definition.text());
            };
        } catch (FederationException e) {
            throw e;
        } catch (RuntimeException e) {
            // DL4J throws whatever its parser and its checks of each layer throw.
            throw new FederationException(
                    "model definition must be one that this release of DL4J runs: " + firstLine(e), e);
        }
    }

    /** Copies a network's parameters into a new flat vector. */
    public static float[] copyParameters(Model network) {
        requireFloats(network);
        float[] parameters = new float[Math.toIntExact(network.numParams())];
        floats(network.params()).get(parameters);
        return parameters;
    }

    /** DL4J's own object, to be saved. */
    public final Model model() {
        return (Model) network;
    }

    /**
     * Copies a flat vector into the network.
     *
     * @throws FederationException if it has another length; the network is then unchanged
     */
    public final void setParameters(float[] parameters) {
        if (parameters.length != model().numParams()) {
            throw new FederationException("parameters of the model must be " + model().numParams()
                    + " as its definition says, were " + parameters.length);
        }
        floats(model().params()).put(parameters);
    }

    /** Copies the parameters into a new flat vector. */
    public final float[] parameters() {
        return copyParameters(model());
    }

    /**
     * Begins a round from the parameters that have been set: forgets an optimiser's memory of earlier ones,
     * such as momentum, and seeds dropout.
     *
     * @param version model version, which rates may fall with
     * @param seed    of dropout
     * @param shift   added to each gradient, as long as the flat vector; null for nothing
     */
    public final void beginRound(long version, long seed, float[] shift) {
        rates.beginRound(version);
        correction.beginRound(model().params(), shift);
        rateSum = 0;
        INDArray state = network.updaterState();
        if (state != null) {
            if (freshUpdaterState == null) {
                freshUpdaterState = state.dup();
            }
            state.assign(freshUpdaterState);
        }
        stepCount = 0;
        setStepCount(0);
        setEpochCount(0);
        // One generator a thread, so that clients that train side by side do not disturb each other.
        Nd4j.getRandom().setSeed(seed);
    }

    /**
     * Trains on one mini-batch.
     *
     * @return mean loss per example before the step, with regularisation if the network has any
     * @throws FederationException if the examples are of another shape than the network takes
     */
    public final double fit(DataSet batch) {
        try {
            double rate = plainSgdRate.orElse(Double.NaN) * rates.factor(stepCount);
            stepCount++;
            if (isPlainSgd() && !batch.hasMaskArrays()) {
                INDArray gradient = gradient(batch);
                correct(gradient, batch.numExamples());
                PlainSgd.step(model().params(), gradient, rate, batch.numExamples());
                setStepCount(stepCount);
            } else {
                network.fit(batch);
            }
            rateSum += rate;
            return model().score();
        } catch (DL4JException | IllegalArgumentException | IllegalStateException e) {
            throw new FederationException("examples must be of the shape that the model takes: " + firstLine(e), e);
        }
    }

    private void correct(INDArray gradient, int batchSize) {
        if (!correction.isNone()) {
            correction.correct(model().params(), gradient, batchSize);
        }
    }

    /** Whether the optimiser is plain SGD with one rate, and nothing else changes the parameters. */
    public final boolean isPlainSgd() {
        return plainSgdRate.isPresent();
    }

    /** Adds up the learning rates of the steps of plain SGD in this round. */
    public final double rateSum() {
        return rateSum;
    }

    /** Takes another learning rate for all layers, in place of any schedule. */
    abstract void setLearningRate(double learningRate);

    /** Sets how many steps of this round schedules think have gone by. */
    abstract void setStepCount(int steps);

    /** Sets how many epochs of this round schedules think have gone by. */
    public abstract void setEpochCount(int epochs);

    /** Says whether gradients go back through a part of each sequence only, so that a mini-batch takes many steps. */
    abstract boolean isTruncated();

    /** The layers, each with its share of the parameters. */
    abstract Layer[] layers();

    /** Computes score and gradient of a mini-batch without masks: a view, summed over its examples. */
    abstract INDArray gradient(DataSet batch);

    /** The gradient of the last mini-batch: a view, summed over its examples. */
    abstract INDArray lastGradient();

    /** Computes the outputs for a mini-batch and its masks, one row an example. */
    public abstract INDArray output(DataSet batch);

    /** The layer that {@link #output} comes from. */
    abstract Layer lastLayer();

    /**
     * Says whether accuracy and loss of this network can be measured.
     *
     * @throws FederationException if its last layer is not that of a classifier
     */
    public final void requireClassifier() {
        ClassifierOutput.of(lastLayer());
    }

    /**
     * Computes a loss as DL4J does.
     *
     * @param batch  labels, one row an example, and masks
     * @param output as {@link #output} computed it
     * @return sum over the examples and, in sequences, their steps that are not masked; without regularisation
     * @throws FederationException if the last layer is not that of a classifier
     */
    public final double lossSum(DataSet batch, INDArray output) {
        return ClassifierOutput.of(lastLayer()).lossSum(batch, output);
    }

    private static void requireFloats(Model network) {
        if (network.params() == null) {
            throw new FederationException("model must have at least one parameter, had none");
        }
        if (network.params().dataType() != DataType.FLOAT) {
            throw new FederationException("data type of the model must be FLOAT, was "
                    + network.params().dataType());
        }
    }

    private static FloatBuffer floats(INDArray flat) {
        return flat.data().asNioFloat();
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Corrects gradients between DL4J's backward pass and its optimiser, for whatever optimiser that is. */
    private final class CorrectingListener extends BaseTrainingListener {

        @Override
        public void onGradientCalculation(Model trained) {
            correct(lastGradient(), trained.batchSize());
        }
    }
}
