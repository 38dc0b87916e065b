package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.network.Dl4jFormat;
import dev.tributary.client.dl4j.network.Dl4jNetwork;
import dev.tributary.client.dl4j.network.FlatLayout;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** The way of DL4J networks into a federation and out of it. */
public final class Dl4jModels {

    /** Stands in the definition of every graph and of no other network. */
    private static final String ONLY_IN_GRAPHS = "\"networkInputs\"";

    /** Entries of a zip that make up a model, and the marker of one without an optimiser's state. */
    private static final Set<String> READ_ENTRIES = Set.of(
            ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN, ModelSerializer.NO_PARAMS_MARKER);

    private Dl4jModels() {}

    /**
     * Describes a network as the beginning of a federation.
     *
     * @param network initialised, of FLOATs; not changed, not kept
     * @return its definition, the layout of its flat vector, and a copy of its parameters
     * @throws FederationException if its parameters are not FLOATs
     */
    public static InitialModel from(MultiLayerNetwork network) {
        return describe(
                Dl4jFormat.MULTI_LAYER.define(
                        network.getLayerWiseConfigurations().toJson()),
                network);
    }

    /**
     * Describes a graph as the beginning of a federation.
     *
     * @param graph initialised, of FLOATs; not changed, not kept
     * @return its definition, the layout of its flat vector, and a copy of its parameters
     * @throws FederationException if its parameters are not FLOATs
     */
    public static InitialModel from(ComputationGraph graph) {
        return describe(
                Dl4jFormat.COMPUTATION_GRAPH.define(graph.getConfiguration().toJson()), graph);
    }

    /**
     * Writes a model as a zip that DL4J's {@code ModelSerializer} loads, without an optimiser's state.
     *
     * @param definition architecture in one of DL4J's formats
     * @param parameters flat vector; not changed, not kept
     * @param file       replaced if it exists, once the new one is whole
     * @throws FederationException if DL4J cannot run the definition, the parameters are not as many as it needs, or the
     *     file cannot be written
     */
    public static void exportZip(ModelDefinition definition, float[] parameters, Path file) {
        Model network = network(definition, parameters);
        try {
            WholeFile.write(file, target -> ModelSerializer.writeModel(network, target.toFile(), false));
        } catch (IOException e) {
            throw new FederationException("file " + file + " must be writable: " + e.getMessage(), e);
        }
    }

    /**
     * Puts the parameters of a version in the order of its definition's network, whatever the version's layout: control
     * variates are left out, and layers that the federation does not share are as the definition's seed draws them.
     *
     * @param model a version with a definition in one of DL4J's formats; not changed, not kept
     * @return the flat vector of the network, the model's own array if that is the same: not to be changed
     * @throws FederationException if DL4J cannot run the definition, or the layout is another's
     */
    public static float[] networkParameters(GlobalModel model) {
        return PreparedModel.of(model).load(model, PersonalState.inMemory());
    }

    static Model network(ModelDefinition definition, float[] parameters) {
        Dl4jNetwork network = Dl4jNetwork.build(definition);
        network.setParameters(parameters);
        return network.model();
    }

    /**
     * Reads a model from a zip that DL4J's {@code ModelSerializer} wrote.
     *
     * @param file a network or a graph, with or without an optimiser's state, which is ignored
     * @return the model
     * @throws FederationException if the file is missing or is no such zip
     */
    public static InitialModel importZip(Path file) {
        if (!Files.isReadable(file)) {
            throw new FederationException("file " + file + " must exist and be readable");
        }
        try {
            return isGraph(file)
                    ? from(ModelSerializer.restoreComputationGraph(file.toFile(), false))
                    : from(ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false));
        } catch (FederationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // DL4J throws whatever its JSON parser and its checks of each layer throw.
            throw new FederationException("file " + file + " must be a DL4J model zip: " + e.getMessage(), e);
        }
    }

    /**
     * Names the entries of such a zip that {@link #importZip} passes over: a normaliser, an optimiser's state, and
     * whatever else was put in.
     *
     * @param file a zip that could be imported
     * @return names of entries, in their order
     * @throws FederationException if the file cannot be read
     */
    public static List<String> entriesLeftOut(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !READ_ENTRIES.contains(name))
                    .toList();
        } catch (IOException e) {
            throw new FederationException("file " + file + " must be a DL4J model zip: " + e.getMessage(), e);
        }
    }

    private static boolean isGraph(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry configuration = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
            if (configuration == null) {
                throw new IOException("it has no entry " + ModelSerializer.CONFIGURATION_JSON);
            }
            byte[] json = zip.getInputStream(configuration).readAllBytes();
            return new String(json, StandardCharsets.UTF_8).contains(ONLY_IN_GRAPHS);
        }
    }

    private static InitialModel describe(ModelDefinition definition, Model network) {
        return new InitialModel(definition, FlatLayout.of(network), Dl4jNetwork.copyParameters(network));
    }
}
