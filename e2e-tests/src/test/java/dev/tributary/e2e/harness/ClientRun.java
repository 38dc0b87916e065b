package dev.tributary.e2e.harness;

import dev.tributary.client.training.LocalTrainer;

/**
 * How a client takes part.
 *
 * @param number       number of the client in its federation, which decides its secret and so its id
 * @param trainer      its training
 * @param rounds       updates after which it ends
 * @param untilVersion version that ends it
 */
public record ClientRun(int number, LocalTrainer trainer, long rounds, long untilVersion) {

    /** A client that takes part without end. */
    public static ClientRun of(int number, LocalTrainer trainer) {
        return new ClientRun(number, trainer, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The same with an end after so many updates. */
    public ClientRun rounds(long most) {
        return new ClientRun(number, trainer, most, untilVersion);
    }

    /** The same with an end when a version arrives. */
    public ClientRun untilVersion(long version) {
        return new ClientRun(number, trainer, rounds, version);
    }
}
