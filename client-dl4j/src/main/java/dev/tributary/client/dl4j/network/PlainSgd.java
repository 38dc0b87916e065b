package dev.tributary.client.dl4j.network;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The step {@code w ← w - η/b · Σ∇} of plain SGD for a whole network at once: {@code η} the learning rate, {@code b} the
 * examples of the mini-batch.
 *
 * <p>DL4J's updater divides by the batch, multiplies by the rate and subtracts, each a pass over the whole vector, and
 * asks every parameter for regularisation on the way: a third of the time of {@code mlp}.
 */
final class PlainSgd {

    private PlainSgd() {}

    /**
     * Finds the learning rate if plain SGD is all that a network asks for.
     *
     * @return the rate, above 0; empty if any parameter has another rate, a schedule, another optimiser, regularisation,
     *     clipping or a constraint
     */
    static OptionalDouble learningRate(Layer[] layers) {
        double[] rates = Arrays.stream(layers)
                .flatMap(layer -> layer.paramTable(false).keySet().stream().map(name -> rate(layer, name)))
                .mapToDouble(Double::doubleValue)
                .distinct()
                .toArray();
        return rates.length == 1 && rates[0] > 0 ? OptionalDouble.of(rates[0]) : OptionalDouble.empty();
    }

    /** Takes the step. The gradient is the sum over the batch, as DL4J computes it. */
    static void step(INDArray parameters, INDArray gradient, double learningRate, int batchSize) {
        Nd4j.getBlasWrapper().axpy(Double.valueOf(-learningRate / batchSize), gradient, parameters);
    }

    /** The rate of a parameter, or NaN if plain SGD is not all that it asks for. */
    private static double rate(Layer layer, String parameter) {
        TrainingConfig config = layer.getConfig();
        boolean isPlain = isPlain(layer.conf())
                && layer.updaterDivideByMinibatch(parameter)
                && !config.isPretrainParam(parameter)
                && isEmpty(config.getRegularizationByParam(parameter))
                && isNone(config.getGradientNormalization());
        IUpdater updater = config.getUpdaterByParam(parameter);
        return isPlain && updater instanceof Sgd sgd && sgd.getLearningRateSchedule() == null
                ? sgd.getLearningRate()
                : Double.NaN;
    }

    private static boolean isPlain(NeuralNetConfiguration conf) {
        return conf.isMiniBatch()
                && conf.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
                && conf.getStepFunction() == null
                && isEmpty(conf.getLayer().getConstraints());
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    private static boolean isNone(GradientNormalization normalization) {
        return normalization == null || normalization == GradientNormalization.None;
    }
}
