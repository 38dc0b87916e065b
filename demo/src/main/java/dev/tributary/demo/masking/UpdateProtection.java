package dev.tributary.demo.masking;

import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.update.ClientId;
import dev.tributary.schemas.FederationException;
import java.util.Optional;

/** Whether updates travel in the clear or under masks, and what clients and aggregator need for it. */
public interface UpdateProtection extends AutoCloseable {

    /**
     * Tells people how updates travel.
     *
     * @return a line
     */
    String describe();

    /**
     * Gives the keys without which the aggregator publishes nothing.
     *
     * @return its keys
     */
    ReleaseKeys aggregatorKeys();

    /**
     * Gives a client what it needs to send updates.
     *
     * @param client the client, which has its secret
     * @param id     its pseudonym in the federation
     * @return the same builder
     */
    FederatedClientBuilder admit(FederatedClientBuilder client, ClientId id);

    /**
     * Tells why no more updates can be released.
     *
     * @return the reason, or empty while all is well
     */
    Optional<FederationException> failure();

    /** Stops what was started. */
    @Override
    void close();
}
