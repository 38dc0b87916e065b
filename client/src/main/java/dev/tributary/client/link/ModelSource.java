package dev.tributary.client.link;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where models come from. One thread reads; {@link #wakeup} may be called by any. */
public interface ModelSource extends AutoCloseable {

    /**
     * Waits for a version newer than the one at hand; skips versions in between.
     *
     * @param version version at hand, or -1 for none
     * @param timeout longest time to wait
     * @return the newest version above it, or empty if there was none in that time
     * @throws org.apache.kafka.common.KafkaException if it cannot be read now; the next call starts afresh
     */
    Optional<GlobalModel> awaitNewerThan(long version, Duration timeout);

    /**
     * Gives the federation's state: the round that it asks its clients for.
     *
     * @return the newest state that was read, or empty if none was written yet
     */
    Optional<FederationState> state();

    /**
     * Gives the notices of refused updates that came by since the last call: those of all clients, without their names.
     *
     * @return the notices, the oldest first; none if this source hears of none
     */
    default List<Rejection> takeRefusals() {
        return List.of();
    }

    /** Has the next call look for the newest version anew, and give it although it was given before. */
    void lookAgain();

    /** Makes a waiting call, or else the next one, throw a WakeupException. Nothing is to be read after that. */
    void wakeup();

    @Override
    void close();
}
