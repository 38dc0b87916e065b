package dev.tributary.aggregation;

import java.util.Optional;

/** Outcome of a strategy in a round. */
public final class ServerStep {

    private final float[] parameters;
    private final String skipped;

    private ServerStep(float[] parameters, String skipped) {
        this.parameters = parameters;
        this.skipped = skipped;
    }

    static ServerStep to(float[] parameters) {
        return new ServerStep(parameters, "");
    }

    static ServerStep skipped(float[] current, String why) {
        return new ServerStep(current.clone(), why);
    }

    /**
     * Gives the parameters of the next model.
     *
     * @return owned by the caller; equal to the current ones if the step was skipped
     */
    public float[] parameters() {
        return parameters;
    }

    /**
     * Says why the round changed nothing, if the strategy could not answer for a step.
     *
     * @return one line for people, or empty if a step was made
     */
    public Optional<String> skipped() {
        return skipped.isEmpty() ? Optional.empty() : Optional.of(skipped);
    }
}
