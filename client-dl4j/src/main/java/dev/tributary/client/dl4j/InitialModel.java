package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.network.GradientCorrection;
import dev.tributary.client.dl4j.network.LearningRates;
import dev.tributary.client.dl4j.network.ParameterMapping;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** A model before any round, with which a federation begins. */
public final class InitialModel {

    private final ModelDefinition definition;
    private final ParameterLayout layout;
    private final float[] parameters;

    /**
     * @param definition the architecture
     * @param layout     where each tensor lies in the flat vector
     * @param parameters the flat vector, as long as the layout says; taken over, not to be changed by others afterwards
     * @throws IllegalArgumentException if the length is another
     */
    public InitialModel(ModelDefinition definition, ParameterLayout layout, float[] parameters) {
        if (parameters.length != layout.parameterCount()) {
            throw new IllegalArgumentException(
                    "parameters must be " + layout.parameterCount() + " as the layout says, were " + parameters.length);
        }
        this.definition = definition;
        this.layout = layout;
        this.parameters = parameters;
    }

    /**
     * Describes the architecture.
     *
     * @return the architecture
     */
    public ModelDefinition definition() {
        return definition;
    }

    /**
     * Describes the flat vector.
     *
     * @return where each tensor lies in it
     */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * Gives the flat vector itself, not a copy.
     *
     * @return the parameters; the caller must not change them
     */
    public float[] parameters() {
        return parameters;
    }

    /**
     * Leaves out all layers but some: those alone will travel, and each client begins the others as the definition's
     * seed draws them and keeps them to itself (FedPer, Arivazhagan et al. 2019,
     * <a href="https://arxiv.org/abs/1912.00818">arXiv:1912.00818</a>).
     *
     * @param layers names of the layers as in DL4J: numbers from 0 in a {@code MultiLayerNetwork}, vertices' names in a
     *     {@code ComputationGraph}
     * @return a model with the same definition
     * @throws FederationException if there is no such layer, or it has no parameters
     */
    public InitialModel sharing(Collection<String> layers) {
        Set<String> known = new LinkedHashSet<>();
        layout.tensors().forEach(tensor -> known.add(layerOf(tensor)));
        for (String layer : layers) {
            if (!known.contains(layer)) {
                throw new FederationException("shared layers must be layers with parameters, one or more of "
                        + String.join(",", known) + ", was '" + layer + "'");
            }
        }
        List<TensorLayout> shared = new ArrayList<>();
        FloatBuffer values = FloatBuffer.allocate(parameters.length);
        int offset = 0;
        for (TensorLayout tensor : layout.tensors()) {
            int length = Math.toIntExact(tensor.elementCount());
            if (layers.contains(layerOf(tensor))) {
                shared.add(tensor);
                values.put(parameters, offset, length);
            }
            offset += length;
        }
        return new InitialModel(
                definition, new ParameterLayout(shared), Arrays.copyOf(values.array(), values.position()));
    }

    /** DL4J names a tensor by its layer and, after the last underline, the parameter in it. */
    private static String layerOf(TensorLayout tensor) {
        int end = tensor.name().lastIndexOf('_');
        return end < 0 ? tensor.name() : tensor.name().substring(0, end);
    }

    /**
     * Adds SCAFFOLD's control variates (Karimireddy et al. 2020,
     * <a href="https://arxiv.org/abs/1910.06378">arXiv:1910.06378</a>): a tensor {@code control/<name>} of zeros for each
     * tensor. Updates and versions become twice as long.
     *
     * @return a model with the same definition
     * @throws FederationException if it would have more parameters than a model may have
     */
    public InitialModel withControlVariates() {
        List<TensorLayout> tensors = new ArrayList<>(layout.tensors());
        layout.tensors()
                .forEach(tensor -> tensors.add(new TensorLayout(
                        ParameterMapping.CONTROL_PREFIX + tensor.name(), tensor.shape(), tensor.order())));
        if (2L * parameters.length > ParameterLayout.MAX_PARAMETERS) {
            throw new FederationException("parameters of a model with control variates must be at most "
                    + ParameterLayout.MAX_PARAMETERS / 2 + ", were " + parameters.length);
        }
        return new InitialModel(
                definition, new ParameterLayout(tensors), Arrays.copyOf(parameters, 2 * parameters.length));
    }

    /**
     * Requires that a client of this release could train the model: better refused now than published, since every
     * client would refuse it and the federation would have no other.
     *
     * @return this model
     * @throws FederationException with the words that a client would have for it
     */
    public InitialModel requireTrainable() {
        PreparedModel prepared = PreparedModel.of(definition, layout);
        prepared.network()
                .prepareTraining(
                        OptionalDouble.empty(),
                        LearningRates.asDefined(),
                        GradientCorrection.Terms.NONE,
                        prepared.mapping().sharedRanges());
        prepared.requireControllable();
        return this;
    }

    /** Prints size only. */
    @Override
    public String toString() {
        return "InitialModel[" + definition.format() + ", " + parameters.length + " parameters]";
    }
}
