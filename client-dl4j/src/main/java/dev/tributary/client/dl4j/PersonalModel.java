package dev.tributary.client.dl4j;

import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;

/** A network that was fitted to one client's data, for use there. It never travels. */
public final class PersonalModel {

    private final ModelDefinition definition;
    private final float[] parameters;
    private final long exampleCount;
    private final double loss;

    PersonalModel(ModelDefinition definition, float[] parameters, long exampleCount, double loss) {
        this.definition = definition;
        this.parameters = parameters;
        this.exampleCount = exampleCount;
        this.loss = loss;
    }

    /**
     * Describes the architecture.
     *
     * @return the architecture, all layers of it
     */
    public ModelDefinition definition() {
        return definition;
    }

    /**
     * Gives the parameters themselves, not a copy.
     *
     * @return the flat vector of the whole network; the caller must not change it
     */
    public float[] parameters() {
        return parameters;
    }

    /**
     * Counts the examples.
     *
     * @return different examples that it was fitted to, at least 1
     */
    public long exampleCount() {
        return exampleCount;
    }

    /**
     * Tells how well it fits.
     *
     * @return mean loss per example over the last epoch, as each mini-batch saw it before its step
     */
    public double loss() {
        return loss;
    }

    /**
     * Makes a DL4J network of it.
     *
     * @return a new {@code MultiLayerNetwork} or {@code ComputationGraph}
     */
    public Model network() {
        return Dl4jModels.network(definition, parameters);
    }

    /**
     * Writes a zip that DL4J's {@code ModelSerializer} loads.
     *
     * @param file overwritten if it exists
     * @throws dev.tributary.schemas.FederationException if it cannot be written
     */
    public void save(Path file) {
        Dl4jModels.exportZip(definition, parameters, file);
    }

    /** Prints size only: the parameters tell of the data. */
    @Override
    public String toString() {
        return "PersonalModel[" + parameters.length + " parameters, " + exampleCount + " examples]";
    }
}
