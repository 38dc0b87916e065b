package dev.tributary.client.dl4j;

import java.util.Arrays;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Softmax regression of two inputs and two classes in plain Java and {@code double}s: what a network of one output layer
 * computes. Its flat vector is DL4J's: the matrix in F order, then the biases.
 */
final class SoftmaxRegression {

    static final int PARAMETERS = 6;

    private static final int CLASSES = 2;

    private SoftmaxRegression() {}

    /** Mean gradient of the cross-entropy over a mini-batch. */
    static double[] gradient(double[] parameters, DataSet batch) {
        double[] gradient = new double[PARAMETERS];
        int count = batch.numExamples();
        for (int example = 0; example < count; example++) {
            double[] input = {
                batch.getFeatures().getDouble(example, 0), batch.getFeatures().getDouble(example, 1)
            };
            double[] output = output(parameters, input);
            for (int k = 0; k < CLASSES; k++) {
                double error = (output[k] - batch.getLabels().getDouble(example, k)) / count;
                gradient[2 * k] += error * input[0];
                gradient[2 * k + 1] += error * input[1];
                gradient[4 + k] += error;
            }
        }
        return gradient;
    }

    private static double[] output(double[] w, double[] input) {
        double difference = w[0] * input[0] + w[1] * input[1] + w[4] - w[2] * input[0] - w[3] * input[1] - w[5];
        double first = 1 / (1 + Math.exp(-difference));
        return new double[] {first, 1 - first};
    }

    /** Turns the gradient of a step into what is subtracted from the parameters. */
    interface Optimiser {

        double[] step(double[] parameters, double[] gradient, int step);
    }

    /** Goes once over the mini-batches. */
    static double[] train(float[] begin, DataSetIterator batches, Optimiser optimiser) {
        double[] parameters = doubles(begin);
        batches.reset();
        for (int step = 0; batches.hasNext(); step++) {
            double[] change = optimiser.step(parameters, gradient(parameters, batches.next()), step);
            parameters = plus(parameters, -1, change);
        }
        return parameters;
    }

    /** Computes {@code a + factor · b}. */
    static double[] plus(double[] a, double factor, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * b[i];
        }
        return sum;
    }

    static double[] times(double factor, double[] values) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Adam as in Kingma and Ba 2015, section 2's efficient form, with DL4J's defaults. */
    static Optimiser adam(double rate) {
        double[] m = new double[PARAMETERS];
        double[] v = new double[PARAMETERS];
        return (parameters, gradient, step) -> {
            double[] change = new double[PARAMETERS];
            double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step + 1)) / (1 - Math.pow(0.9, step + 1));
            for (int i = 0; i < PARAMETERS; i++) {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                change[i] = corrected * m[i] / (Math.sqrt(v[i]) + 1e-8);
            }
            return change;
        };
    }

    /** Nesterov's momentum in the form of Bengio et al. 2013, equation 7. */
    static Optimiser nesterov(double rate, double momentum) {
        double[] velocity = new double[PARAMETERS];
        return (parameters, gradient, step) -> {
            double[] change = new double[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                double before = velocity[i];
                velocity[i] = momentum * before - rate * gradient[i];
                change[i] = momentum * before - (1 + momentum) * velocity[i];
            }
            return change;
        };
    }
}
