package dev.tributary.client.update;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Optional;

/** Makes updates of the results of local training. Belongs to the client's thread. */
@FunctionalInterface
public interface UpdateMaker {

    /**
     * Makes the update, under an id of its own.
     *
     * @param baseVersion model version that was trained from
     * @param layout      that version's layout
     * @param update      delta, example count and metrics; not kept
     * @return the update, or empty if the client was told to stop meanwhile
     * @throws NonFiniteDeltaException                     if a value of the delta is not finite
     * @throws IllegalArgumentException                    if the delta is not as long as the layout says
     * @throws dev.tributary.schemas.FederationException if nothing may be sent with this client's configuration
     */
    Optional<OutgoingUpdate> make(long baseVersion, ParameterLayout layout, LocalUpdate update);
}
