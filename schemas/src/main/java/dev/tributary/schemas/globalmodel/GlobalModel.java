package dev.tributary.schemas.globalmodel;

import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.layout.ParameterLayout;

/** One version of the parameters that all share. */
public final class GlobalModel {

    private final long version;
    private final ModelDefinition definition;
    private final ParameterLayout layout;
    private final float[] parameters;
    private final Provenance provenance;

    /**
     * @param version    model version, 0 or more
     * @param definition the architecture
     * @param layout     where each tensor lies in the flat vector
     * @param parameters the flat vector, as long as the layout says; kept, so the caller must not change it
     * @param provenance where the version came from
     */
    public GlobalModel(
            long version,
            ModelDefinition definition,
            ParameterLayout layout,
            float[] parameters,
            Provenance provenance) {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, was " + version);
        }
        if (parameters.length != layout.parameterCount()) {
            throw new IllegalArgumentException(
                    "parameters must be " + layout.parameterCount() + " as the layout says, were " + parameters.length);
        }
        this.version = version;
        this.definition = definition;
        this.layout = layout;
        this.parameters = parameters;
        this.provenance = provenance;
    }

    /**
     * Says which version this is.
     *
     * @return 0 for the initial model, one more for each round
     */
    public long version() {
        return version;
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
     * Says where the version came from.
     *
     * @return base version, strategy, settings, counts
     */
    public Provenance provenance() {
        return provenance;
    }

    /** Prints shape and identity only. */
    @Override
    public String toString() {
        return "GlobalModel[version " + version + ", " + parameters.length + " parameters]";
    }
}
