package dev.tributary.aggregation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way of combining the deltas of a round that needs every one of them, such as a median. The server optimiser then
 * takes the combined delta as it takes a mean.
 *
 * <p>A rule is immutable and without state of its own: its memory stands in the {@link ServerState}. It is
 * deterministic: the same votes in the same order give the same bits.
 */
public interface CombiningRule {

    /**
     * Says how many clients a round must have for the rule's guarantee to hold.
     *
     * @return at least 1; a quorum below it is refused at start, and a round of fewer clients changes nothing
     */
    int leastClients();

    /**
     * Names the vectors that it keeps in the {@link ServerState}.
     *
     * @return their names, each beginning with the rule's own
     */
    default Set<String> stateVectors() {
        return Set.of();
    }

    /**
     * Estimates the bytes that it allocates while it combines, beside votes and result.
     *
     * @param parameters length of the model
     * @param votes      clients in the round
     * @return bytes
     */
    default long workBytes(int parameters, int votes) {
        return 0;
    }

    /**
     * Looks for something in these votes that keeps it from combining them, such as a missing reference.
     *
     * @param votes one from each client
     * @return one line for people, or empty if there is nothing
     */
    default Optional<String> obstacle(List<ClientDelta> votes) {
        return Optional.empty();
    }

    /**
     * Combines.
     *
     * @param votes    one from each client, at least {@link #leastClients}, in the order in which the clients joined;
     *                 not changed
     * @param divisor  divisor of a weighted sum of the votes
     * @param state    the rule's memory from round to round
     * @param combined as long as the model, all 0; receives the combined delta
     */
    void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined);
}
