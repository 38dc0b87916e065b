package dev.tributary.leaktest.rounds;

import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.words.WordSum;
import java.util.List;

/** Sums of a federation without masks, which quantises, adds and adds noise in the same way: mask zero. */
public final class ClearSums implements RoundSums {

    private final SumPlan plan;

    /**
     * @param plan how deltas become words
     */
    public ClearSums(SumPlan plan) {
        this.plan = plan;
    }

    @Override
    public WordSum release(long baseVersion, List<float[]> deltas) {
        WordSum sum = sum(deltas);
        plan.addNoise(sum, "version " + baseVersion, 1);
        plan.requireInRange(sum, deltas.size());
        return sum;
    }

    /** The sum without noise. */
    WordSum sum(List<float[]> deltas) {
        WordSum sum = WordSum.zero(
                plan.words().quantisation().wordSize(), plan.words().length());
        for (float[] delta : deltas) {
            try (QuantisedUpdate update = plan.quantise(delta)) {
                sum.add(0, update.words(), 1);
            }
        }
        return sum;
    }
}
