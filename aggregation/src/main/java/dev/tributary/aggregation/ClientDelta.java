package dev.tributary.aggregation;

/** One update in a round, for a strategy that needs every update. Shares the array that it is given. */
public final class ClientDelta {

    private final String clientId;
    private final float[] delta;
    private final double aggregationWeight;

    /**
     * @param clientId          who sent it
     * @param delta             trained minus received parameters, all finite; shared, see {@link RoundAggregate#ofUpdates}
     * @param aggregationWeight its weight in a weighted mean, finite and above 0
     * @throws IllegalArgumentException if the weight is outside its bounds
     */
    public ClientDelta(String clientId, float[] delta, double aggregationWeight) {
        if (!(aggregationWeight > 0 && aggregationWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "aggregationWeight must be finite and above 0, was " + aggregationWeight);
        }
        this.clientId = clientId;
        this.delta = delta;
        this.aggregationWeight = aggregationWeight;
    }

    /**
     * Names the client.
     *
     * @return its id
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Gives the delta itself, not a copy.
     *
     * @return as long as the model
     */
    public float[] delta() {
        return delta;
    }

    /**
     * Says how much the update weighs in a weighted mean. Rules that count each client once do not ask.
     *
     * @return finite and above 0
     */
    public double aggregationWeight() {
        return aggregationWeight;
    }

    @Override
    public String toString() {
        return "ClientDelta[" + clientId + ", " + delta.length + " parameters, weight " + aggregationWeight + "]";
    }
}
