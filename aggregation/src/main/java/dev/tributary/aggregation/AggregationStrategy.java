package dev.tributary.aggregation;

import java.util.Set;
import java.util.function.Function;

/**
 * How the updates of a round become the next model, in three steps:
 *
 * <pre>
 *   RoundAggregate ──combine──▶ CombinedDelta ──release──▶ ReleasedDelta ──server step──▶ ServerStep
 * </pre>
 *
 * <p>A strategy combines and makes the step; the {@link ReleaseStep} between them is the caller's. The kind of a strategy
 * says which {@link RoundAggregate} it combines: {@link LinearStrategy} a sum, {@link RobustStrategy} every update.
 *
 * <p>Deterministic: the same input in the same order on the same state gives the same bits, on any machine. Immutable,
 * and safe for use by any number of threads, each with a {@link ServerState} of its own.
 */
public sealed interface AggregationStrategy permits LinearStrategy, RobustStrategy {

    /**
     * Names the strategy.
     *
     * @return as it stands in settings and provenance
     */
    String name();

    /**
     * Answers by kind. A new kind of strategy does not compile before its users know it.
     *
     * @param ifLinear answers for a strategy that combines a sum
     * @param ifRobust answers for a strategy that combines every update
     * @param <T>      the answer
     * @return the answer of the one that fits
     */
    <T> T fold(Function<LinearStrategy, T> ifLinear, Function<RobustStrategy, T> ifRobust);

    /**
     * Says how many clients a round must have.
     *
     * @return at least 1
     */
    int leastClients();

    /**
     * Names the vectors that it keeps in the {@link ServerState}.
     *
     * @return their names
     */
    Set<String> stateVectors();

    /**
     * Computes its memory in stage 2, beside the current model, the next one and the weighted sum.
     *
     * @param parameters length of the model
     * @param updates    most updates in a round
     * @return bytes: the vectors that it keeps and, of a robust strategy, the updates, the combined delta and the rule's
     *         work space
     */
    long memoryBytes(int parameters, int updates);

    /**
     * Computes the next model.
     *
     * @param current   parameters of the current model; not kept, not changed
     * @param aggregate of the kind that the strategy combines, all vectors as long as the model
     * @param release   is asked once, unless the step is skipped
     * @param state     the strategy's memory from the last round; changed in place, unless the step is skipped
     * @return the step; skipped, with the reason, if too few clients took part or the rule cannot combine what there is
     * @throws IllegalArgumentException if the aggregate is of another kind, or a vector of another length
     */
    default ServerStep next(float[] current, RoundAggregate aggregate, ReleaseStep release, ServerState state) {
        return combine(current.length, aggregate, state)
                .fold(
                        combined -> ServerStep.to(step(current, release.release(combined), state)),
                        why -> ServerStep.skipped(current, why));
    }

    /**
     * Combines the updates into one delta: the first step of {@link #next}.
     *
     * @param parameters length of the model
     * @param aggregate  as {@link #next}; its arrays are used as work space
     * @param state      as {@link #next}
     * @return the delta, or the reason why there is none
     * @throws IllegalArgumentException as {@link #next}
     */
    Combination combine(int parameters, RoundAggregate aggregate, ServerState state);

    /**
     * Makes the server step: the last step of {@link #next}.
     *
     * @param current  parameters of the current model; not kept, not changed
     * @param released delta that may become public; its array is used up
     * @param state    as {@link #next}
     * @return parameters of the next model, owned by the caller
     */
    float[] step(float[] current, ReleasedDelta released, ServerState state);
}
