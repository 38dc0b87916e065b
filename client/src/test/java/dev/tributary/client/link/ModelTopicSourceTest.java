package dev.tributary.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.log.models.ModelReader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a source does while no broker answers. */
@Timeout(30)
class ModelTopicSourceTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicInteger readers = new AtomicInteger();
    private final ModelTopicSource source = new ModelTopicSource(() -> {
        readers.incrementAndGet();
        // Discard's port: nothing listens there.
        return new ModelReader(Map.of("bootstrap.servers", "127.0.0.1:9"), "fl.digits.model");
    });

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void shouldThrowInTheNextCallWhenWokenBeforeIt() {
        source.wakeup();

        assertThatThrownBy(() -> source.awaitNewerThan(-1, LONG)).isInstanceOf(WakeupException.class);
    }

    @Test
    void shouldWakeTheNextReaderWhenWokenBetweenTwo() {
        source.close();

        source.wakeup();

        assertThatThrownBy(() -> source.awaitNewerThan(-1, LONG)).isInstanceOf(WakeupException.class);
        assertThat(readers).hasValue(2);
    }

    @Test
    void shouldThrowInTheWaitingThreadWhenWokenFromAnother() {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> source.awaitNewerThan(-1, LONG));

        source.wakeup();

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(WakeupException.class);
    }
}
