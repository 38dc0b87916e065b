package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.FederationException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The last layer of a network that tells classes apart: the one kind whose loss and accuracy mean something here. */
final class ClassifierOutput {

    /** Keeps the logarithm of a probability of zero finite; the bound of DL4J's own softmax losses. */
    private static final double LEAST_PROBABILITY = 1e-10;

    /** Rank of an output in steps: examples, classes, steps. */
    private static final int SEQUENCES = 3;

    private final BaseOutputLayer conf;

    private ClassifierOutput(BaseOutputLayer conf) {
        this.conf = conf;
    }

    /**
     * Takes the last layer of a network.
     *
     * @throws FederationException if accuracy has no meaning for its output, or its loss is not that of its labels alone
     */
    static ClassifierOutput of(Layer last) {
        org.deeplearning4j.nn.conf.layers.Layer conf = last.conf().getLayer();
        // Not those that are derived from them, whose loss has further terms.
        if (conf instanceof BaseOutputLayer output
                && (conf.getClass() == OutputLayer.class || conf.getClass() == RnnOutputLayer.class)
                && isClassifier(output.getActivationFn(), output.getNOut())) {
            return new ClassifierOutput(output);
        }
        throw new FederationException("last layer of a model that is evaluated must be an OutputLayer or RnnOutputLayer"
                + " with softmax over 2 classes or more, or with one sigmoid, was " + shown(conf)
                + "; give the client a LocalEvaluator of its own");
    }

    private static boolean isClassifier(IActivation activation, long outputs) {
        return activation instanceof ActivationSoftmax && outputs >= 2
                || activation instanceof ActivationSigmoid && outputs == 1;
    }

    private static String shown(org.deeplearning4j.nn.conf.layers.Layer conf) {
        String name = conf.getClass().getSimpleName();
        return conf instanceof BaseOutputLayer output
                ? name + " with " + output.getActivationFn() + " and " + output.getNOut() + " outputs"
                : name;
    }

    /**
     * Adds up a loss.
     *
     * @param batch  labels and masks
     * @param output as the network computed it
     * @return sum over the examples and, in sequences, their steps that are not masked; without regularisation
     */
    double lossSum(DataSet batch, INDArray output) {
        INDArray finite = conf.getActivationFn() instanceof ActivationSoftmax
                ? Transforms.max(output, LEAST_PROBABILITY, true)
                : output;
        INDArray mask = batch.getLabelsMaskArray();
        if (output.rank() != SEQUENCES) {
            return lossSum(batch.getLabels(), finite, mask);
        }
        // Where labels have no mask of their own DL4J's score takes that of the features.
        INDArray steps = mask == null ? batch.getFeaturesMaskArray() : mask;
        return lossSum(rows(batch.getLabels()), rows(finite), steps == null ? null : rows(steps));
    }

    private double lossSum(INDArray labels, INDArray output, INDArray mask) {
        // Loss functions want the values before the output's activation function. It was applied already, so they are
        // told that there is none: one forward pass does for outputs and loss.
        return conf.getLossFn().computeScore(labels, output, new ActivationIdentity(), mask, false);
    }

    /** Each step of each sequence as a row; a mask of whole steps becomes a column. */
    private static INDArray rows(INDArray sequences) {
        INDArray lastIsClass = sequences.rank() == SEQUENCES ? sequences.permute(0, 2, 1) : sequences;
        long width = sequences.rank() == SEQUENCES ? sequences.size(1) : 1;
        return lastIsClass.dup('c').reshape('c', sequences.length() / width, width);
    }
}
