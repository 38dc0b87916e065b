package dev.tributary.federation.release;

import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.arithmetic.Normalization;
import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ReleasedSum;
import dev.tributary.privacy.quantisation.SumRange;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSum;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Releases a sum of whole numbers, whose noise, if any, is in it already: checks its range, and reads it as a delta.
 *
 * <p>The divisor is {@code Σ wᵢ·nᵢ/n_max}, or {@code Σ wᵢ} where each client counts alike. With normalisation by examples
 * staleness shortens the step: the divisor is then multiplied by {@code K·W / Σ wᵢ}, K being the number of members. That is
 * Σ nᵢ/n_max where staleness and example count do not hang together; the plain Σ nᵢ is known to nobody.
 *
 * @param words         words of an update
 * @param normalization divisor of the sum
 * @param weightScale   W, the weight of a fresh update
 */
public record WordRelease(UpdateWords words, Normalization normalization, int weightScale) {

    private static final Map<ExtraKind, String> METRICS =
            Map.of(ExtraKind.LOSS, "loss", ExtraKind.ACCURACY, "accuracy", ExtraKind.CLIPPED, "clipped");

    /** Outcome of a release. */
    public sealed interface Outcome {

        /**
         * Answers by outcome.
         *
         * @param ifReleased answers for a delta
         * @param ifRefused  answers for the reason why there is none, one line
         * @param <T>        the answer
         * @return the answer of the one that fits
         */
        <T> T fold(Function<Released, T> ifReleased, Function<String, T> ifRefused);
    }

    /**
     * A delta that may become public.
     *
     * @param delta    the delta
     * @param metrics  weighted means of the training metrics
     * @param examples sum of the members' example counts, each capped and weighted as the mean is; 0 if unknown
     */
    public record Released(ReleasedDelta delta, Map<String, Double> metrics, long examples) implements Outcome {
        @Override
        public <T> T fold(Function<Released, T> ifReleased, Function<String, T> ifRefused) {
            return ifReleased.apply(this);
        }
    }

    /**
     * No sum of honest updates.
     *
     * @param why one line
     */
    public record Refused(String why) implements Outcome {
        @Override
        public <T> T fold(Function<Released, T> ifReleased, Function<String, T> ifRefused) {
            return ifRefused.apply(why);
        }
    }

    /**
     * Releases a sum.
     *
     * @param round   the round, counted from 1
     * @param sum     the sum without masks; not changed
     * @param weights weight of each member, at least one
     * @param sigma   standard deviation of the noise in steps, 0 without noise
     * @return the delta, or why there is none
     */
    public Outcome release(long round, WordSum sum, int[] weights, double sigma) {
        long weightSum = Arrays.stream(weights).asLongStream().sum();
        return new SumRange(words, weightSum, sigma)
                .violation(sum)
                .<Outcome>map(why -> new Refused(why + "; a client sent words that no honest one can send"))
                .orElseGet(() -> read(round, new ReleasedSum(words, sum, weightSum), weights.length, weightSum));
    }

    private Outcome read(long round, ReleasedSum sum, int members, long weightSum) {
        OptionalDouble divisor = sum.divisor();
        if (divisor.isEmpty()) {
            return new Refused("examples behind the sum must be above 0, were not; lower the noise or raise the goal");
        }
        double[] delta = new double[words.parameterCount()];
        sum.readDelta(delta);
        double fresh = (double) members * weightScale / weightSum;
        double all = divisor.getAsDouble() * (normalization == Normalization.EXAMPLES ? fresh : 1);
        Map<String, Double> metrics = new TreeMap<>();
        METRICS.forEach((kind, name) -> sum.mean(kind).ifPresent(mean -> metrics.put(name, mean)));
        long examples = Math.round(sum.mean(ExtraKind.EXAMPLES).orElse(0) * members);
        return new Released(ReleasedDelta.of(round, delta, all), metrics, examples);
    }
}
