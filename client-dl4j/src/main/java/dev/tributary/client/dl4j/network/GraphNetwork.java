package dev.tributary.client.dl4j.network;

import dev.tributary.client.dl4j.layers.FasterLayers;
import dev.tributary.schemas.FederationException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** A {@link ComputationGraph} with one input and one output. */
final class GraphNetwork extends Dl4jNetwork {

    private final ComputationGraph graph;

    GraphNetwork(String json) {
        this(initialised(json));
    }

    private GraphNetwork(ComputationGraph graph) {
        super(graph);
        this.graph = graph;
    }

    private static ComputationGraph initialised(String json) {
        ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        graph.init();
        if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
            throw new FederationException("graph must have 1 input and 1 output, had " + graph.getNumInputArrays()
                    + " and " + graph.getNumOutputArrays());
        }
        FasterLayers.putInto(graph);
        return graph;
    }

    @Override
    void setLearningRate(double learningRate) {
        graph.setLearningRate(learningRate);
    }

    @Override
    void setStepCount(int steps) {
        graph.getConfiguration().setIterationCount(steps);
    }

    @Override
    public void setEpochCount(int epochs) {
        graph.getConfiguration().setEpochCount(epochs);
    }

    @Override
    boolean isTruncated() {
        return graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    Layer[] layers() {
        return graph.getLayers();
    }

    @Override
    INDArray gradient(DataSet batch) {
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.computeGradientAndScore();
        graph.clearLayersStates();
        return lastGradient();
    }

    @Override
    INDArray lastGradient() {
        return graph.getFlattenedGradients();
    }

    @Override
    public INDArray output(DataSet batch) {
        return graph.output(
                        false,
                        new INDArray[] {batch.getFeatures()},
                        masks(batch.getFeaturesMaskArray()),
                        masks(batch.getLabelsMaskArray()))[0];
    }

    private static INDArray[] masks(INDArray mask) {
        return mask == null ? null : new INDArray[] {mask};
    }

    @Override
    Layer lastLayer() {
        return graph.getOutputLayer(0);
    }
}
