package dev.tributary.client.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Clients that each fit a line {@code y = w x + b} to three points of their own, with plain gradient descent on the mean
 * squared error: quadratics with different curvatures and minima, whose common minimum is known.
 */
final class LinearClients {

    static final double RATE = 0.05;
    static final int LOCAL_STEPS = 10;

    private static final float[][] INPUTS = {{1, 2, 3}, {-1, 0, 1}, {0, 0.5f, 1}, {-2, -1, 1}};
    private static final float[][] OUTPUTS = {{1, 1, 1}, {3, -2, 0}, {-1, 2, 2}, {0, 1, -3}};

    private LinearClients() {}

    /** One mini-batch with the three points of a client, 0 to 3. */
    static DataSetIterator points(int client) {
        DataSet points = new DataSet(
                Nd4j.create(INPUTS[client], new long[] {3, 1}, 'c'),
                Nd4j.create(OUTPUTS[client], new long[] {3, 1}, 'c'));
        return new ListDataSetIterator<>(new ArrayList<>(points.asList()), 3);
    }

    /** A line with {@code w} and {@code b} in this order. */
    static InitialModel line() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(RATE))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(1))
                .build());
        network.init();
        return Dl4jModels.from(network);
    }

    /** Gradient of a client's mean squared error. */
    static double[] gradient(int client, double[] line) {
        double[] gradient = new double[2];
        for (int i = 0; i < 3; i++) {
            double error = line[0] * INPUTS[client][i] + line[1] - OUTPUTS[client][i];
            gradient[0] += 2 * error * INPUTS[client][i] / 3;
            gradient[1] += 2 * error / 3;
        }
        return gradient;
    }

    /** The line that fits all points of some clients best, by the normal equations. */
    static double[] best(Collection<Integer> clients) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int client : clients) {
            for (int i = 0; i < 3; i++) {
                n++;
                x += INPUTS[client][i];
                y += OUTPUTS[client][i];
                xx += INPUTS[client][i] * INPUTS[client][i];
                xy += INPUTS[client][i] * OUTPUTS[client][i];
            }
        }
        double slope = (n * xy - x * y) / (n * xx - x * x);
        return new double[] {slope, (y - slope * x) / n};
    }

    /** Adds the mean of some deltas to a model: a server with uniform weights and a learning rate of 1. */
    static float[] average(float[] parameters, List<float[]> deltas) {
        float[] next = parameters.clone();
        for (int i = 0; i < next.length; i++) {
            double sum = 0;
            for (float[] delta : deltas) {
                sum += delta[i];
            }
            next[i] += (float) (sum / deltas.size());
        }
        return next;
    }
}
