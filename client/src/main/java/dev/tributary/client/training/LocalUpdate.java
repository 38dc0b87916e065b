package dev.tributary.client.training;

import java.util.Map;

/** Outcome of a local training: the delta, and the number of examples behind it. */
public final class LocalUpdate {

    /** Name of the mean loss per example over the last local epoch, as each mini-batch saw it before its step. */
    public static final String LOSS = "loss";

    /** Name of the share of examples classified rightly, 0 to 1. */
    public static final String ACCURACY = "accuracy";

    /** Name of the area under the ROC curve, 0 to 1, of a model that tells two classes apart. */
    public static final String AUC = "auc";

    private final float[] delta;
    private final long exampleCount;
    private final Map<String, Double> metrics;

    /**
     * @param delta        trained minus received value of each parameter, in the order of the layout; taken over, not
     *     to be changed by others afterwards
     * @param exampleCount different examples trained on, at least 1: an example counts once however many epochs saw it
     * @param metrics      metrics of the training by name; copied
     * @throws IllegalArgumentException if {@code exampleCount} is below 1
     */
    public LocalUpdate(float[] delta, long exampleCount, Map<String, Double> metrics) {
        if (exampleCount < 1) {
            throw new IllegalArgumentException("exampleCount must be at least 1, was " + exampleCount);
        }
        this.delta = delta;
        this.exampleCount = exampleCount;
        this.metrics = Map.copyOf(metrics);
    }

    /**
     * Gives the delta itself, not a copy.
     *
     * @return trained minus received value of each parameter; it belongs to the caller
     */
    public float[] delta() {
        return delta;
    }

    /**
     * Counts the examples.
     *
     * @return different examples trained on, at least 1
     */
    public long exampleCount() {
        return exampleCount;
    }

    /**
     * Gives the metrics of the training.
     *
     * @return values by name, such as {@link #LOSS} and {@link #ACCURACY}; not to be changed
     */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** Prints size only: the delta tells of the data. */
    @Override
    public String toString() {
        return "LocalUpdate[" + delta.length + " parameters, " + exampleCount + " examples]";
    }
}
