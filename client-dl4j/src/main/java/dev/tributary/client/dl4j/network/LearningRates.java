package dev.tributary.client.dl4j.network;

import java.io.Serializable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How the learning rates of a network fall with the model version and with the steps of a round, whatever the optimiser
 * and whatever schedule the definition has: the definition's rate is multiplied by {@link #factor}.
 *
 * <p>Not thread-safe: belongs to one network.
 */
public final class LearningRates implements Serializable {

    private static final long serialVersionUID = 1;

    private final RateDecay overVersions;
    private final RateDecay overSteps;
    private long version;

    /**
     * @param overVersions how rates fall with the model version
     * @param overSteps    how rates fall with the steps of a round
     */
    public LearningRates(RateDecay overVersions, RateDecay overSteps) {
        this.overVersions = overVersions;
        this.overSteps = overSteps;
    }

    /** Leaves rates as the definition has them. */
    public static LearningRates asDefined() {
        return new LearningRates(RateDecay.NONE, RateDecay.NONE);
    }

    /** Begins a round on a version, 0 or more. */
    public void beginRound(long modelVersion) {
        version = modelVersion;
    }

    /**
     * Gives the factor of the definition's rate.
     *
     * @param step steps of this round that have gone by
     */
    public double factor(long step) {
        return overVersions.after(version) * overSteps.after(step);
    }

    /** Has each optimiser of a network follow these rates. To be called once for a network. */
    public void govern(Layer[] layers) {
        if (overVersions.factor() == 1 && overSteps.factor() == 1) {
            return;
        }
        // Parameters may share one optimiser's settings: it must not be slowed down twice.
        Set<IUpdater> governed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Layer layer : layers) {
            for (String parameter : layer.paramTable(false).keySet()) {
                IUpdater updater = layer.getConfig().getUpdaterByParam(parameter);
                if (updater != null && updater.hasLearningRate() && governed.add(updater)) {
                    updater.setLrAndSchedule(Double.NaN, new Governed(this, updater.clone()));
                }
            }
        }
    }

    /** Takes the rate that the definition says, and multiplies it. */
    private record Governed(LearningRates rates, IUpdater defined) implements ISchedule {

        @Override
        public double valueAt(int iteration, int epoch) {
            return defined.getLearningRate(iteration, epoch) * rates.factor(iteration);
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod")
        public ISchedule clone() {
            return this;
        }
    }
}
