package dev.tributary.leaktest.trial;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.rounds.ClearSums;
import dev.tributary.privacy.attack.ModelMatching;
import dev.tributary.privacy.attack.OneShotAudit;
import dev.tributary.privacy.words.WordSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The one-shot audit (Andrew et al. 2023): beside the users, clients send the same random vector in every round, as long as the
 * clipping norm allows, and the sum of all releases is compared with each ({@link OneShotAudit}). The releases are those that the
 * federation would have had with those clients, each with noise of its own; the users' deltas are those of the federation
 * without them.
 */
final class UnitCanaries {

    private static final int CLIENTS = 100;
    /** Of the normal distribution: the estimate passes the real ε in 0.1 % of runs. */
    private static final double QUANTILE = 3.09;

    private final SumPlan plan;
    private final ClearSums sums;
    private final List<float[]> canaries = new ArrayList<>();
    private final float[] total;

    /**
     * @param plan         how deltas become words, and the noise
     * @param clippingNorm C
     * @param seed         of the vectors
     */
    UnitCanaries(SumPlan plan, double clippingNorm, long seed) {
        this.plan = plan;
        this.sums = new ClearSums(plan);
        this.total = new float[plan.words().parameterCount()];
        for (int i = 0; i < CLIENTS; i++) {
            canaries.add(canary(SplitMix64.forItem(seed, i), clippingNorm));
        }
    }

    private float[] canary(SplitMix64 random, double norm) {
        double[] normal = new double[total.length];
        double squares = 0;
        for (int i = 0; i < normal.length; i++) {
            normal[i] = random.nextGaussian();
            squares += normal[i] * normal[i];
        }
        float[] canary = new float[normal.length];
        for (int i = 0; i < canary.length; i++) {
            canary[i] = (float) (normal[i] * norm / Math.sqrt(squares));
        }
        return canary;
    }

    /** Counts the clients that a sum has beside the users. */
    static int clients() {
        return CLIENTS;
    }

    /** Adds a round's users and the canaries, and releases their sum. */
    void observe(int baseVersion, List<float[]> deltas) {
        List<float[]> all = new ArrayList<>(deltas);
        all.addAll(canaries);
        WordSum released = sums.release(baseVersion, all);
        int[] words = released.toValues();
        for (int i = 0; i < total.length; i++) {
            total[i] += words[i];
        }
    }

    /** Estimates ε from below. */
    double epsilon(double privacyDelta) {
        double[] cosines = canaries.stream()
                .mapToDouble(canary -> ModelMatching.cosine(canary, total))
                .toArray();
        return OneShotAudit.epsilon(cosines, plan.words().parameterCount(), privacyDelta, QUANTILE);
    }
}
