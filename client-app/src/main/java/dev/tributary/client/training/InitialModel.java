package dev.tributary.client.training;

import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;

/** A model before any round: what a federation begins with. */
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

    /** Prints size only. */
    @Override
    public String toString() {
        return "InitialModel[" + definition.format() + ", " + parameters.length + " parameters]";
    }
}
