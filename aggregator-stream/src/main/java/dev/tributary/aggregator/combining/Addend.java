package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.QuantisedUpdate;

/** The numbers of one update, on their way into a partial sum. Immutable; may be added by another thread. */
public sealed interface Addend {

    /**
     * Counts them.
     *
     * @return length of the sum that they are added to
     */
    int length();

    /**
     * Adds them.
     *
     * @param sum as long; changed
     */
    void addTo(WeightedSum sum);

    /**
     * Takes the numbers of an admitted update in the form that settings ask for.
     *
     * @param settings the settings in force
     * @param update   the update
     * @param member   the terms on which it was admitted
     * @return whole numbers where a release carries noise, otherwise its delta
     */
    static Addend of(FederationSettings settings, Admitted.Delta update, AdmittedUpdate member) {
        return settings.privacy().isNoised()
                ? new WholeNumbers(
                        new SummedWords(settings), update.delta(), Math.max(1, member.countedExamples()), (int)
                                member.aggregationWeight())
                : new Weighted(update.delta(), member.aggregationWeight());
    }

    /**
     * A delta times its factor.
     *
     * @param delta  the delta, all finite
     * @param weight its factor
     */
    record Weighted(FloatVector delta, double weight) implements Addend {

        @Override
        public int length() {
            return delta.length();
        }

        @Override
        public void addTo(WeightedSum sum) {
            sum.add(delta, weight);
        }
    }

    /**
     * A delta as whole numbers, clipped and cut off as a masked one is, times its weight. Doubles hold sums of them exactly:
     * they stay below 2^31.
     *
     * @param words    the words of an update
     * @param delta    the delta, all finite
     * @param examples its example count as far as it counts, 1 or more
     * @param weight   its weight, 0 to W
     */
    record WholeNumbers(SummedWords words, FloatVector delta, long examples, int weight) implements Addend {

        @Override
        public int length() {
            return words.ofUpdate(delta.length()).length();
        }

        @Override
        public void addTo(WeightedSum sum) {
            ExtraValues values = new ExtraValues(examples, Double.NaN, Double.NaN);
            double[] target = sum.values();
            try (QuantisedUpdate numbers = words.updateQuantiser(delta.length()).quantise(delta.toArray(), values)) {
                for (int i = 0; i < target.length; i++) {
                    target[i] += (double) weight * numbers.words()[i];
                }
            }
        }
    }
}
