package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.util.Arrays;

/** The formats in which DL4J's two kinds of network are defined. */
public enum Dl4jFormat {
    MULTI_LAYER("dl4j-multilayer-json"),
    COMPUTATION_GRAPH("dl4j-computation-graph-json");

    private final String formatName;

    Dl4jFormat(String formatName) {
        this.formatName = formatName;
    }

    /**
     * Finds the format of a definition.
     *
     * @throws FederationException if DL4J has nothing to do with it
     */
    public static Dl4jFormat of(ModelDefinition definition) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(definition.format()))
                .findFirst()
                .orElseThrow(() -> new FederationException("model definition's format must be "
                        + MULTI_LAYER.formatName + " or " + COMPUTATION_GRAPH.formatName + " to be run by DL4J, was "
                        + definition.format()));
    }

    /** Makes a definition in this format of DL4J's JSON. */
    public ModelDefinition define(String json) {
        return new ModelDefinition(formatName, json);
    }
}
