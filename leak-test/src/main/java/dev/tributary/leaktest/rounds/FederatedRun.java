package dev.tributary.leaktest.rounds;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregation.optimizer.AdaptiveOptimizer;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.network.WordNetwork;
import dev.tributary.leaktest.users.Typing;
import dev.tributary.privacy.quantisation.ReleasedSum;
import dev.tributary.privacy.words.WordSum;
import java.util.ArrayList;
import java.util.List;

/**
 * A federation of users that trains in memory: in each round every member trains from the newest version, the sum is released,
 * and the server makes a step of FedAdagrad along the mean.
 */
public final class FederatedRun {

    private final RunSettings settings;
    private final SumPlan plan;
    private final RoundSums sums;

    /**
     * @param settings how it trains
     * @param plan     how deltas become words
     * @param sums     how they are added
     */
    public FederatedRun(RunSettings settings, SumPlan plan, RoundSums sums) {
        this.settings = settings;
        this.plan = plan;
        this.sums = sums;
    }

    /**
     * Trains.
     *
     * @param texts    one a member
     * @param observer told of every round
     * @return parameters of all versions, from version 0 on
     */
    public List<float[]> train(List<Typing> texts, RoundObserver observer) {
        AdaptiveOptimizer optimizer = AdaptiveOptimizer.fedAdagrad(0, AdaptiveOptimizer.STANDARD_TAU);
        ServerState state = new ServerState(settings.shape().parameterCount());
        List<float[]> versions = new ArrayList<>();
        versions.add(WordNetwork.initial(settings.shape(), settings.seed()));
        for (int version = 0; version < settings.rounds(); version++) {
            float[] current = versions.get(version);
            List<float[]> deltas = LocalTraining.deltas(settings.shape(), current, texts, settings.learningRate());
            WordSum released = sums.release(version, deltas);
            observer.released(version, deltas, released);
            double[] mean = mean(released, texts.size());
            versions.add(optimizer.step(current, mean, settings.serverLearningRate(), state));
        }
        return versions;
    }

    private double[] mean(WordSum released, int members) {
        double[] mean = new double[settings.shape().parameterCount()];
        new ReleasedSum(plan.words(), released, members).readDelta(mean);
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= members;
        }
        return mean;
    }

    /** Sees what an attacker or the test itself may see of a round. */
    @FunctionalInterface
    public interface RoundObserver {

        /**
         * Takes note of a round.
         *
         * @param baseVersion version that the members trained from
         * @param deltas      their deltas; not to be changed
         * @param released    the sum as everybody can read it; not to be changed
         */
        void released(int baseVersion, List<float[]> deltas, WordSum released);
    }
}
