package dev.tributary.aggregation;

import java.util.function.Function;

/** Outcome of combining a round: one delta, or the reason why there is none. */
public sealed interface Combination {

    /**
     * Answers by outcome.
     *
     * @param ifCombined answers for a delta
     * @param ifSkipped  answers for the reason why there is none, one line for people
     * @param <T>        the answer
     * @return the answer of the one that fits
     */
    <T> T fold(Function<CombinedDelta, T> ifCombined, Function<String, T> ifSkipped);

    /**
     * One delta.
     *
     * @param delta the delta
     */
    record Combined(CombinedDelta delta) implements Combination {

        @Override
        public <T> T fold(Function<CombinedDelta, T> ifCombined, Function<String, T> ifSkipped) {
            return ifCombined.apply(delta);
        }
    }

    /**
     * None.
     *
     * @param why one line for people
     */
    record Skipped(String why) implements Combination {

        @Override
        public <T> T fold(Function<CombinedDelta, T> ifCombined, Function<String, T> ifSkipped) {
            return ifSkipped.apply(why);
        }
    }
}
