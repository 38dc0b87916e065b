package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.network.Dl4jNetwork;
import dev.tributary.client.dl4j.network.FlatLayout;
import dev.tributary.client.dl4j.network.ParameterMapping;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The network of a model and the way of published parameters into it. Built once for all versions of a federation.
 *
 * <p>Not thread-safe.
 */
final class PreparedModel {

    private final ModelDefinition definition;
    private final ParameterLayout layout;
    private final Dl4jNetwork network;
    private final ParameterMapping mapping;
    private final float[] initialParameters;
    private final byte[] identity;

    private PreparedModel(ModelDefinition definition, ParameterLayout layout) {
        this.definition = definition;
        this.layout = layout;
        identity = identify(definition, layout);
        network = Dl4jNetwork.build(definition);
        mapping = ParameterMapping.between(layout, FlatLayout.of(network.model()));
        // As DL4J drew them from the definition's seed: what local layers begin with.
        initialParameters = mapping.hasLocal() ? network.parameters() : null;
    }

    /**
     * Prepares a model.
     *
     * @throws FederationException if DL4J cannot run it or its layout is not its definition's
     */
    static PreparedModel of(GlobalModel model) {
        return of(model.definition(), model.layout());
    }

    /**
     * Prepares a model of which there is no version yet.
     *
     * @throws FederationException if DL4J cannot run it or its layout is not its definition's
     */
    static PreparedModel of(ModelDefinition definition, ParameterLayout layout) {
        return new PreparedModel(definition, layout);
    }

    /**
     * Requires that control variates, if the model has them, suit its optimiser. Only after the network was prepared for
     * training.
     *
     * @throws FederationException if they do not
     */
    void requireControllable() {
        if (mapping.hasControl() && !network.isPlainSgd()) {
            throw new FederationException("optimiser of a model with control variates must be plain SGD with one rate"
                    + " for all layers, without regularisation, was another; publish the model without --scaffold");
        }
    }

    /** Whether this suits a version. */
    boolean suits(GlobalModel model) {
        return definition.equals(model.definition()) && layout.equals(model.layout());
    }

    Dl4jNetwork network() {
        return network;
    }

    ParameterMapping mapping() {
        return mapping;
    }

    /** Gives a new vector: local layers as the definition's seed draws them, anything elsewhere. */
    float[] initialParameters() {
        return initialParameters == null ? new float[mapping.networkLength()] : initialParameters.clone();
    }

    /** Tells models apart: 32 bytes, not to be changed. */
    byte[] identity() {
        return identity;
    }

    private static byte[] identify(ModelDefinition definition, ParameterLayout layout) {
        String text = definition.format() + "\n" + layout.fingerprint() + "\n" + definition.text();
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * Puts a version into the network, with the client's own values for layers that do not travel.
     *
     * @return the flat vector of the network; {@code model}'s own array if that is the same, not to be changed
     */
    float[] load(GlobalModel model, PersonalState state) {
        float[] parameters = mapping.isWhole()
                ? model.parameters()
                : mapping.toNetwork(model.parameters(), state.of(this).parameters());
        network.setParameters(parameters);
        return parameters;
    }
}
