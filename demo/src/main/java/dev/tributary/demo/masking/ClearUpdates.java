package dev.tributary.demo.masking;

import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.update.ClientId;
import dev.tributary.schemas.FederationException;
import java.util.Optional;

/** Updates in the clear: no keys, and nobody but client and aggregator. */
public record ClearUpdates() implements UpdateProtection {

    @Override
    public String describe() {
        return "masking: off. Each update stands in the clear on this demonstration's log:"
                + " whoever reads it can tell whose it is";
    }

    @Override
    public ReleaseKeys aggregatorKeys() {
        return ReleaseKeys.NONE;
    }

    @Override
    public FederatedClientBuilder admit(FederatedClientBuilder client, ClientId id) {
        return client;
    }

    @Override
    public Optional<FederationException> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
