package dev.tributary.client.dl4j;

import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks for tables that come with Tributary: a row of numbers in, the chance of a yes out.
 *
 * <p>{@code logistic} is logistic regression: one sigmoid over the inputs. {@code dense:64,32} puts hidden layers of so many
 * units before it, with ReLU and He's normal initialisation. The loss is binary cross-entropy; biases begin at zero; the
 * optimiser is plain SGD at a rate of 0.01, which suits standardised columns.
 *
 * @param hiddenUnits units of the hidden layers in their order, each 1 to 4096, at most 8; none for logistic regression;
 *                    copied
 * @param inputs      features of a row, 1 to 100,000
 */
public record TableArchitecture(List<Integer> hiddenUnits, int inputs) {

    private static final String LOGISTIC = "logistic";
    private static final String DENSE = "dense:";
    private static final int MOST_LAYERS = 8;
    private static final int MOST_UNITS = 4096;
    private static final int MOST_INPUTS = 100_000;
    private static final double LEARNING_RATE = 0.01;

    /**
     * Checks the sizes.
     *
     * @throws FederationException if one is out of bounds
     */
    public TableArchitecture {
        hiddenUnits = List.copyOf(hiddenUnits);
        if (inputs < 1 || inputs > MOST_INPUTS) {
            throw new FederationException("--inputs must be 1 to " + MOST_INPUTS + ", was " + inputs);
        }
        for (int units : hiddenUnits) {
            if (units < 1 || units > MOST_UNITS) {
                throw new FederationException("units of a dense layer must be 1 to " + MOST_UNITS + ", was " + units);
            }
        }
        if (hiddenUnits.size() > MOST_LAYERS) {
            throw new FederationException(
                    "dense layers must be at most " + MOST_LAYERS + ", were " + hiddenUnits.size());
        }
    }

    /** Says whether a name is that of a network for tables, with whatever units. */
    public static boolean isOne(String name) {
        return name.equals(LOGISTIC) || name.startsWith(DENSE);
    }

    /**
     * Reads a name.
     *
     * @param name   {@code logistic}, or {@code dense:} and units with commas between
     * @param inputs features of a row
     * @throws FederationException if it is no such name, or a size is out of bounds
     */
    public static TableArchitecture named(String name, int inputs) {
        List<Integer> units = new ArrayList<>();
        if (name.startsWith(DENSE)) {
            for (String layer : name.substring(DENSE.length()).split(",", -1)) {
                try {
                    units.add(Integer.parseInt(layer));
                } catch (NumberFormatException e) {
                    throw malformed(name, e);
                }
            }
        } else if (!name.equals(LOGISTIC)) {
            throw malformed(name, null);
        }
        return new TableArchitecture(units, inputs);
    }

    private static FederationException malformed(String name, NumberFormatException cause) {
        return new FederationException(
                "architecture of a table must be logistic, or dense: and units such as dense:64,32, was " + name,
                cause);
    }

    /**
     * Draws initial parameters.
     *
     * @param seed decides them: the same seed gives the same parameters
     * @return the network and its parameters
     */
    public InitialModel initialModel(long seed) {
        NeuralNetConfiguration.ListBuilder layers = BuiltInArchitecture.reluLayers(seed, LEARNING_RATE);
        for (int units : hiddenUnits) {
            layers.layer(new DenseLayer.Builder().nOut(units).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.XENT)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .weightInit(WeightInit.XAVIER)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return Dl4jModels.from(network);
    }
}
