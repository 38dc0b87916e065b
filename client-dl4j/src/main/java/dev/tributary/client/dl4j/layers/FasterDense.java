package dev.tributary.client.dl4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer in place of DL4J's, that does not compute its forward pass again on the way back.
 *
 * <p>DL4J needs the values before the activation function there, and that function works in place. For ReLU and
 * identity its result does as well: {@code max(0, z) > 0} exactly when {@code z > 0}.
 */
final class FasterDense extends DenseLayer {

    private static final long serialVersionUID = 1L;

    private transient INDArray activated;

    private FasterDense(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    static boolean canReplace(DenseLayer layer) {
        IActivation activation = layer.layerConf().getActivationFn();
        return !layer.hasLayerNorm()
                && (activation.equals(new ActivationReLU()) || activation instanceof ActivationIdentity);
    }

    static FasterDense inPlaceOf(DenseLayer layer) {
        FasterDense result = new FasterDense(layer.conf(), layer.getDataType());
        result.setIndex(layer.getIndex());
        result.setListeners(layer.getListeners());
        result.setParamsViewArray(layer.params());
        result.setParamTable(layer.paramTable(false));
        return result;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        activated = null;
    }

    @Override
    public void clear() {
        super.clear();
        activated = null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        activated = null;
        INDArray result = super.activate(training, workspaces);
        activated = training ? result : null;
        return result;
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        if (forBackprop && activated != null) {
            return new Pair<>(activated, activated);
        }
        return super.preOutputWithPreNorm(training, forBackprop, workspaces);
    }
}
