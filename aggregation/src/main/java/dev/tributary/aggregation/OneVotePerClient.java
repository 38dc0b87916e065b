package dev.tributary.aggregation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one vote of all updates that a client has in a round: their mean by aggregation weight, with the sum of the
 * weights. In an asynchronous round a client may have an update for each of several versions; rules that outvote f
 * attackers would otherwise be outvoted by one of them that sends often.
 */
final class OneVotePerClient {

    private OneVotePerClient() {}

    /**
     * Merges.
     *
     * @param updates    of a round, in order; of clients with several, the first delta is overwritten
     * @param parameters length of each delta
     * @return one for each client, in the order of their first updates
     */
    static List<ClientDelta> of(List<ClientDelta> updates, int parameters) {
        Map<String, List<ClientDelta>> byClient = new LinkedHashMap<>();
        for (ClientDelta update : updates) {
            if (update.delta().length != parameters) {
                throw new IllegalArgumentException("delta of " + update.clientId() + " must have " + parameters
                        + " values, had " + update.delta().length);
            }
            byClient.computeIfAbsent(update.clientId(), id -> new ArrayList<>(1))
                    .add(update);
        }
        return byClient.values().stream().map(OneVotePerClient::merge).toList();
    }

    private static ClientDelta merge(List<ClientDelta> ofOneClient) {
        ClientDelta first = ofOneClient.get(0);
        if (ofOneClient.size() == 1) {
            return first;
        }
        double weight = 0;
        for (ClientDelta update : ofOneClient) {
            weight += update.aggregationWeight();
        }
        float[] merged = first.delta();
        for (int i = 0; i < merged.length; i++) {
            double sum = 0;
            for (ClientDelta update : ofOneClient) {
                sum += update.aggregationWeight() * update.delta()[i];
            }
            merged[i] = (float) (sum / weight);
        }
        return new ClientDelta(first.clientId(), merged, weight);
    }
}
