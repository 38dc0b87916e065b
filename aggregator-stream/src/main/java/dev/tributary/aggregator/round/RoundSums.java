package dev.tributary.aggregator.round;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.payload.PayloadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of the open round, in the form that its strategy needs: one weighted sum, or every update.
 *
 * <p>What arrives need not be of that form, since settings may have changed while it was on its way: a single delta is
 * weighed and added to a sum, and a sum of several updates counts as one update, their weighted mean.
 */
interface RoundSums {

    /** In the form that settings ask for: words where there are masks or noise, or as the strategy combines them. */
    static RoundSums of(FederationSettings settings, int parameterCount) {
        if (settings.privacy().isMasked() || settings.privacy().isNoised()) {
            UpdateWords words = new SummedWords(settings).ofUpdate(parameterCount);
            return new Words(WordSum.zero(words.quantisation().wordSize(), words.length()));
        }
        return settings.strategy()
                .create()
                .fold(
                        linear -> new Summed(new double[parameterCount]),
                        robust -> new OneByOne(parameterCount, new ArrayList<>()));
    }

    /** Says whether a strategy combines this form too. */
    boolean fits(AggregationStrategy strategy);

    /**
     * Adds a partial sum.
     *
     * @throws PayloadException if it has another length; nothing is then added
     */
    void add(ReceivedPartial partial) throws PayloadException;

    /** The aggregate for the strategy, which may use the arrays as work space: {@link #reset} comes next. */
    RoundAggregate aggregate(long round, double divisor);

    /** The words; empty in the other forms. */
    default Optional<WordSum> words() {
        return Optional.empty();
    }

    /** Begins anew with the same arrays. */
    void reset();

    /** One weighted sum of words, under masks or not. It becomes numbers, and so an aggregate, by the release alone. */
    record Words(WordSum sum) implements RoundSums {

        @Override
        public void add(ReceivedPartial partial) throws PayloadException {
            partial.values().addTo(sum);
        }

        @Override
        public boolean fits(AggregationStrategy strategy) {
            return strategy.fold(linear -> true, robust -> false);
        }

        @Override
        public Optional<WordSum> words() {
            return Optional.of(sum);
        }

        @Override
        public RoundAggregate aggregate(long round, double divisor) {
            throw new IllegalStateException("a round of words must be released before it is combined, was not");
        }

        @Override
        public void reset() {
            sum.reset();
        }
    }

    /** One weighted sum. */
    final class Summed implements RoundSums {

        private final double[] sum;

        private Summed(double[] sum) {
            this.sum = sum;
        }

        @Override
        public void add(ReceivedPartial partial) throws PayloadException {
            partial.values().addTo(sum);
        }

        @Override
        public boolean fits(AggregationStrategy strategy) {
            return strategy.fold(linear -> true, robust -> false);
        }

        @Override
        public RoundAggregate aggregate(long round, double divisor) {
            return RoundAggregate.ofSum(round, sum, divisor);
        }

        @Override
        public void reset() {
            Arrays.fill(sum, 0);
        }
    }

    /** Every update. */
    record OneByOne(int parameterCount, List<ClientDelta> updates) implements RoundSums {

        @Override
        public void add(ReceivedPartial partial) throws PayloadException {
            float[] delta = partial.values().mean(parameterCount);
            updates.add(new ClientDelta(nameOf(partial), delta, partial.aggregationWeight()));
        }

        /** A client's id, or for a sum of several a name that no client can have. */
        private static String nameOf(ReceivedPartial partial) {
            return partial.members().size() == 1 ? partial.members().get(0).getClientId() : "partial/" + partial.id();
        }

        @Override
        public boolean fits(AggregationStrategy strategy) {
            return strategy.fold(linear -> false, robust -> true);
        }

        @Override
        public RoundAggregate aggregate(long round, double divisor) {
            return RoundAggregate.ofUpdates(round, updates, divisor);
        }

        @Override
        public void reset() {
            updates.clear();
        }
    }
}
