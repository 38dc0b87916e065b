package dev.tributary.client.dl4j.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Puts faster layers in place of DL4J's own.
 *
 * <p>The layers share the network's parameters, so that setting and reading them works as before. What is not covered
 * (other layer types, NHWC, other types than FLOAT, …) stays DL4J's.
 */
public final class FasterLayers {

    private FasterLayers() {}

    /**
     * Replaces the layers of a network that was initialised and never trained.
     *
     * @param network its gradient with respect to the <em>input</em> is no longer computed
     */
    public static void putInto(MultiLayerNetwork network) {
        Layer[] layers = network.getLayers();
        boolean usesDropout = usesDropout(layers);
        for (int i = 0; i < layers.length; i++) {
            layers[i] = fasterThan(layers[i], i > 0, usesDropout);
        }
        network.setLayers(layers);
    }

    /**
     * Replaces the layers of a graph that was initialised and never trained.
     *
     * @param graph its gradient with respect to the <em>inputs</em> is no longer computed
     */
    public static void putInto(ComputationGraph graph) {
        boolean usesDropout = usesDropout(graph.getLayers());
        for (GraphVertex vertex : graph.getVertices()) {
            if (vertex instanceof LayerVertex layerVertex) {
                Layer old = layerVertex.getLayer();
                Layer faster = fasterThan(old, hasLayerBelow(layerVertex, graph), usesDropout);
                layerVertex.setLayer(faster);
                Arrays.asList(graph.getLayers()).replaceAll(layer -> layer == old ? faster : layer);
            }
        }
    }

    private static Layer fasterThan(Layer layer, boolean hasLayerBelow, boolean usesDropout) {
        // Exact classes: a subclass, such as a one-dimensional convolution, computes something else.
        if (layer.getClass() == ConvolutionLayer.class && FasterConvolution.canReplace((ConvolutionLayer) layer)) {
            return FasterConvolution.inPlaceOf((ConvolutionLayer) layer, hasLayerBelow);
        }
        if (layer.getClass() == SubsamplingLayer.class && FasterMaxPooling.canReplace((SubsamplingLayer) layer)) {
            return FasterMaxPooling.inPlaceOf((SubsamplingLayer) layer);
        }
        // Dropout may change the activations of the layer below it in place, and FasterDense needs them unchanged.
        if (layer.getClass() == DenseLayer.class && !usesDropout && FasterDense.canReplace((DenseLayer) layer)) {
            return FasterDense.inPlaceOf((DenseLayer) layer);
        }
        return layer;
    }

    private static boolean usesDropout(Layer[] layers) {
        return Arrays.stream(layers).anyMatch(layer -> layer.conf().getLayer().getIDropout() != null);
    }

    private static boolean hasLayerBelow(LayerVertex vertex, ComputationGraph graph) {
        for (VertexIndices input : vertex.getInputVertices()) {
            if (!graph.getVertices()[input.getVertexIndex()].isInputVertex()) {
                return true;
            }
        }
        return false;
    }
}
