package dev.tributary.client.link;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Bounds of waiting for the cluster.
 *
 * @param connect      longest time for each answer at the start, 1 ms to 24 days
 * @param delivery     longest time of one attempt to send, in the same bounds
 * @param firstBackoff ceiling of the pause after a first failure, in the same bounds
 * @param mostBackoff  greatest ceiling, not below the first
 */
public record ClientTimeouts(Duration connect, Duration delivery, Duration firstBackoff, Duration mostBackoff) {

    /** 8 s, 30 s, and pauses from 250 ms to 30 s. */
    public static final ClientTimeouts STANDARD = new ClientTimeouts(
            Duration.ofSeconds(8), Duration.ofSeconds(30), Duration.ofMillis(250), Duration.ofSeconds(30));

    /** Checks the bounds. */
    public ClientTimeouts {
        check("connectTimeout", connect);
        check("deliveryTimeout", delivery);
        check("first back-off", firstBackoff);
        check("greatest back-off", mostBackoff);
        if (mostBackoff.compareTo(firstBackoff) < 0) {
            throw new FederationException(
                    "greatest back-off must not be below the first of " + firstBackoff + ", was " + mostBackoff);
        }
    }

    /** Takes another time for each answer at the start. */
    public ClientTimeouts withConnect(Duration timeout) {
        return new ClientTimeouts(timeout, delivery, firstBackoff, mostBackoff);
    }

    /** Takes another time for an attempt to send. */
    public ClientTimeouts withDelivery(Duration timeout) {
        return new ClientTimeouts(connect, timeout, firstBackoff, mostBackoff);
    }

    /** Takes other pauses. */
    public ClientTimeouts withBackoff(Duration first, Duration most) {
        return new ClientTimeouts(connect, delivery, first, most);
    }

    /** Makes the pauses, for one thread. */
    public Backoff newBackoff(RandomGenerator random) {
        return new Backoff(random, firstBackoff, mostBackoff);
    }

    private static void check(String name, Duration value) {
        // Kafka's clients count milliseconds in an int.
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new FederationException(
                    name + " must be 1 ms to " + Duration.ofMillis(Integer.MAX_VALUE) + ", was " + value);
        }
    }
}
