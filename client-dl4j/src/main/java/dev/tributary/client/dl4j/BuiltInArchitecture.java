package dev.tributary.client.dl4j;

import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks that come with Tributary: each takes grey images of 28 × 28 pixels in [0, 1], one flat row an image, and
 * tells ten classes apart.
 *
 * <p>All have ReLU in their hidden layers and softmax with cross-entropy at the end, begin with He's normal
 * initialisation (He et al. 2015, <a href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>) and zero biases, and
 * are trained by plain SGD.
 */
public enum BuiltInArchitecture {

    /**
     * The network of the PySyft example that this project started from: 20 and 50 filters of 5 × 5 without padding, each
     * with 2 × 2 max pooling, and 500 units; 431,080 parameters.
     */
    CNN("cnn", 431_080),

    /** 8 and 16 filters of 5 × 5 with same padding, each with 2 × 2 max pooling, and 64 units; 54,314 parameters. */
    SMALL_CNN("small-cnn", 54_314),

    /**
     * The convolutional network of McMahan et al. 2017 (<a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>):
     * 32 and 64 filters of 5 × 5 with same padding, each with 2 × 2 max pooling, and 512 units; 1,663,370 parameters.
     */
    LARGE_CNN("large-cnn", 1_663_370),

    /** The 2NN of the same paper: two hidden layers of 200 units; 199,210 parameters. */
    MLP("mlp", 199_210);

    /** Height and width of the images in pixels. */
    public static final int SIDE = 28;

    /** Number of classes. */
    public static final int CLASS_COUNT = 10;

    private static final double LEARNING_RATE = 0.1;
    private static final int KERNEL = 5;

    private final String modelName;
    private final int parameterCount;

    BuiltInArchitecture(String modelName, int parameterCount) {
        this.modelName = modelName;
        this.parameterCount = parameterCount;
    }

    /**
     * Finds an architecture by its name.
     *
     * @param modelName such as {@code small-cnn}
     * @return the architecture
     * @throws FederationException if there is none of that name
     */
    public static BuiltInArchitecture named(String modelName) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.modelName.equals(modelName))
                .findFirst()
                .orElseThrow(() -> new FederationException("model must be " + names() + ", was " + modelName));
    }

    /**
     * Lists the names.
     *
     * @return such as {@code cnn, small-cnn, …}
     */
    public static String names() {
        return Arrays.stream(values()).map(BuiltInArchitecture::modelName).collect(Collectors.joining(", "));
    }

    /**
     * Names the architecture.
     *
     * @return the name that people type
     */
    public String modelName() {
        return modelName;
    }

    /**
     * Counts the parameters.
     *
     * @return length of the flat vector
     */
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * Draws initial parameters.
     *
     * @param seed decides them: the same seed gives the same parameters
     * @return the architecture with SGD at a learning rate of 0.1, and the parameters
     */
    public InitialModel initialModel(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(seed));
        network.init();
        return Dl4jModels.from(network);
    }

    private MultiLayerConfiguration configuration(long seed) {
        NeuralNetConfiguration.ListBuilder layers = reluLayers(seed, LEARNING_RATE);
        switch (this) {
            case CNN -> convolutional(layers, ConvolutionMode.Truncate, 20, 50).layer(dense(500));
            case SMALL_CNN -> convolutional(layers, ConvolutionMode.Same, 8, 16).layer(dense(64));
            case LARGE_CNN ->
                convolutional(layers, ConvolutionMode.Same, 32, 64).layer(dense(512));
            case MLP -> layers.layer(dense(200)).layer(dense(200));
        }
        return layers.layer(output())
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .build();
    }

    /** Layers of rectified units, trained by SGD, none of them there yet. */
    static NeuralNetConfiguration.ListBuilder reluLayers(long seed, double learningRate) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Sgd(learningRate))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list();
    }

    private static NeuralNetConfiguration.ListBuilder convolutional(
            NeuralNetConfiguration.ListBuilder layers, ConvolutionMode mode, int... filterCounts) {
        for (int filterCount : filterCounts) {
            layers.layer(new ConvolutionLayer.Builder(KERNEL, KERNEL)
                            .nOut(filterCount)
                            .stride(1, 1)
                            .convolutionMode(mode)
                            .build())
                    .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build());
        }
        return layers;
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASS_COUNT)
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build();
    }
}
