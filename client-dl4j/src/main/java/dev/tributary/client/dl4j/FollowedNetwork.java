package dev.tributary.client.dl4j;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network of DL4J that follows a federation's model: each call gives it with the newest version's parameters.
 *
 * <pre>{@code
 * try (ModelWatch watch = ModelWatch.builder().federation("digits").kafka("localhost:9092").open()) {
 *     FollowedNetwork followed = FollowedNetwork.of(watch);
 *     INDArray output = followed.network().output(features);
 * }
 * }</pre>
 *
 * <p>The network is built when the first version comes, and again only if a later one has another definition or layout;
 * otherwise a newer version costs one copy of its parameters, in the thread that asks. Layers that the federation does
 * not share are as the definition's seed draws them: a client's own are in {@link PersonalModel}.
 *
 * <p>Not thread-safe, as DL4J's networks are not: one for each thread that scores. They may share one watch.
 */
public final class FollowedNetwork {

    private final Supplier<GlobalModel> newest;
    private PreparedModel prepared;
    private GlobalModel loaded;

    private FollowedNetwork(Supplier<GlobalModel> newest) {
        this.newest = newest;
    }

    /**
     * Follows a model.
     *
     * @param newest gives the newest version at once, such as a {@code ModelWatch}; asked in each call
     * @return a network that is not built yet
     */
    public static FollowedNetwork of(Supplier<GlobalModel> newest) {
        return new FollowedNetwork(newest);
    }

    /**
     * Gives the network with the newest version in it.
     *
     * @return the same object as before unless the definition or layout changed; not to be trained
     * @throws FederationException if there is no version, DL4J cannot run it, or it is a graph
     */
    public MultiLayerNetwork network() {
        if (current() instanceof MultiLayerNetwork network) {
            return network;
        }
        throw new FederationException("model must be a MultiLayerNetwork, was a ComputationGraph; call graph()");
    }

    /**
     * Gives the graph with the newest version in it.
     *
     * @return the same object as before unless the definition or layout changed; not to be trained
     * @throws FederationException if there is no version, DL4J cannot run it, or it is no graph
     */
    public ComputationGraph graph() {
        if (current() instanceof ComputationGraph graph) {
            return graph;
        }
        throw new FederationException("model must be a ComputationGraph, was a MultiLayerNetwork; call network()");
    }

    /**
     * Tells which version the network last given has.
     *
     * @return the version, -1 before the first call
     */
    public long version() {
        return loaded == null ? -1 : loaded.version();
    }

    private Model current() {
        GlobalModel model = newest.get();
        if (model != loaded) {
            if (prepared == null || !prepared.suits(model)) {
                prepared = PreparedModel.of(model);
            }
            prepared.load(model, PersonalState.inMemory());
            loaded = model;
        }
        return prepared.network().model();
    }
}
