package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.FederationException;
import java.io.Serializable;

/**
 * How a learning rate falls with a count: after {@code n} it is multiplied by {@code factor^⌊n/every⌋}. With
 * {@code every = 1} that is exponential decay, with more it is step decay, with {@code factor = 1} none.
 *
 * @param factor above 0, at most 1
 * @param every  counts between two decreases, at least 1
 */
public record RateDecay(double factor, long every) implements Serializable {

    /** No decay: a factor of 1. */
    public static final RateDecay NONE = new RateDecay(1, 1);

    /** Checks the bounds. */
    public RateDecay {
        if (!(factor > 0 && factor <= 1)) {
            throw new FederationException("learning rate decay must be above 0 and at most 1, was " + factor);
        }
        if (every < 1) {
            throw new FederationException("interval of learning rate decay must be at least 1, was " + every);
        }
    }

    /** Gives the factor after {@code n}, 0 or more. */
    public double after(long n) {
        long falls = n / every;
        return Math.pow(factor, falls);
    }
}
