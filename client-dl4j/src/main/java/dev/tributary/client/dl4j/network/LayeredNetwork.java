package dev.tributary.client.dl4j.network;

import dev.tributary.client.dl4j.layers.FasterLayers;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** A {@link MultiLayerNetwork}. */
final class LayeredNetwork extends Dl4jNetwork {

    private final MultiLayerNetwork network;

    LayeredNetwork(String json) {
        this(initialised(json));
    }

    private LayeredNetwork(MultiLayerNetwork network) {
        super(network);
        this.network = network;
    }

    private static MultiLayerNetwork initialised(String json) {
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        FasterLayers.putInto(network);
        return network;
    }

    @Override
    void setLearningRate(double learningRate) {
        network.setLearningRate(learningRate);
    }

    @Override
    void setStepCount(int steps) {
        network.getLayerWiseConfigurations().setIterationCount(steps);
    }

    @Override
    public void setEpochCount(int epochs) {
        network.getLayerWiseConfigurations().setEpochCount(epochs);
    }

    @Override
    boolean isTruncated() {
        return network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    Layer[] layers() {
        return network.getLayers();
    }

    @Override
    INDArray gradient(DataSet batch) {
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        network.clearLayersStates();
        return lastGradient();
    }

    @Override
    INDArray lastGradient() {
        return network.getFlattenedGradients();
    }

    @Override
    public INDArray output(DataSet batch) {
        return network.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    }

    @Override
    Layer lastLayer() {
        return network.getOutputLayer();
    }
}
