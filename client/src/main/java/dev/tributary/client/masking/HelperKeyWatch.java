package dev.tributary.client.masking;

import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.schemas.avro.HelperKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mask helper's key at this moment, and the wait for one. Belongs to the client's thread. */
final class HelperKeyWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HelperKeyWatch.class);

    /** Between two looks at the topic while there is no key. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HelperKeyChoice choice;
    private final Supplier<Collection<HelperKey>> announced;
    private final Clock clock;
    private String saidOfWaiting = "";
    private String keyId = "";

    HelperKeyWatch(HelperKeyChoice choice, Supplier<Collection<HelperKey>> announced, Clock clock) {
        this.choice = choice;
        this.announced = announced;
        this.clock = clock;
    }

    /**
     * Looks for the key. Says once whom the client waits for, and whenever it seals to another key.
     *
     * @return the key to seal to, or empty while there is none
     * @throws org.apache.kafka.common.KafkaException       if the topic cannot be read now
     * @throws dev.tributary.schemas.FederationException if none of the keys there may be sealed to
     */
    Optional<HelperKey> look() {
        HelperKeyChoice.Found found = choice.choose(announced.get(), clock.instant());
        if (found.key().isEmpty() && !found.waitingFor().equals(saidOfWaiting)) {
            LOG.warn("nothing is sent, waiting: {}", found.waitingFor());
        }
        saidOfWaiting = found.waitingFor();
        found.key().filter(key -> !key.getKeyId().equals(keyId)).ifPresent(key -> {
            keyId = key.getKeyId();
            LOG.info("sealing to the mask helper's key: keyId={} epoch={}", keyId, key.getEpoch());
        });
        return found.key();
    }

    /**
     * Waits for the key, however long it takes.
     *
     * @param persistence goes on while the broker is away
     * @param stop        ends the wait
     * @return the key, or empty if the client is to stop
     */
    Optional<HelperKey> await(Persistence persistence, StopSignal stop) {
        Optional<HelperKey> key = Optional.empty();
        while (key.isEmpty() && !stop.isRequested()) {
            key = persistence
                    .untilDone("reading the mask helper's keys", this::look)
                    .flatMap(found -> found);
            if (key.isEmpty()) {
                stop.sleep(PAUSE);
            }
        }
        return key;
    }
}
