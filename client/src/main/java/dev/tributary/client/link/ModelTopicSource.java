package dev.tributary.client.link;

import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads models from the model topic, with a fresh reader after each failure. */
public final class ModelTopicSource implements ModelSource {

    private final Supplier<ModelReader> readers;
    private volatile ModelReader reader;
    private volatile boolean isWoken;
    private FederationState state;

    /**
     * @param readers makes a reader of the model topic
     */
    public ModelTopicSource(Supplier<ModelReader> readers) {
        this.readers = readers;
        this.reader = readers.get();
    }

    @Override
    public Optional<GlobalModel> awaitNewerThan(long version, Duration timeout) {
        try {
            Optional<GlobalModel> newer = openReader().awaitNewerThan(version, timeout);
            reader.state().ifPresent(seen -> state = seen);
            return newer;
        } catch (FederationException e) {
            close();
            // The reader says so when the broker took too long. It was there at the start, so it will come back.
            throw new TimeoutException(e.getMessage(), e);
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    /** The state outlives the reader that read it. */
    @Override
    public Optional<FederationState> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public List<Rejection> takeRefusals() {
        return reader == null ? List.of() : reader.takeRefusals();
    }

    /** A fresh reader searches from the end of the topic. */
    @Override
    public void lookAgain() {
        close();
    }

    private ModelReader openReader() {
        if (reader == null) {
            reader = readers.get();
            if (isWoken) {
                // The call came while there was no reader to be woken.
                reader.wakeup();
            }
        }
        return reader;
    }

    // No lock: closing a reader takes its time when the broker hangs, and whoever wakes it must not wait for that.
    @Override
    public void wakeup() {
        isWoken = true;
        ModelReader open = reader;
        if (open != null) {
            open.wakeup();
        }
    }

    /** To be called by the reading thread. */
    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
