package dev.tributary.aggregator.application;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.FederationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamFailuresTest {

    private final SteppedClock clock = new SteppedClock();
    private final StreamFailures failures = new StreamFailures(clock);

    /** A clock that stands until it is moved. */
    private static final class SteppedClock extends Clock {

        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void shouldReplaceThreadWhenItDiesNowAndThen() {
        for (int i = 0; i < 100; i++) {
            assertThat(failures.handle(new StreamsException("odd"))).isEqualTo(REPLACE_THREAD);
            clock.pass(Duration.ofMinutes(2));
        }
        assertThat(failures.fatal()).isEmpty();
    }

    @Test
    void shouldSayWhyWhenTheGlobalThreadDies() throws InterruptedException {
        AtomicReference<StreamThreadExceptionResponse> response = new AtomicReference<>();
        StreamsException thrown = new StreamsException(
                "Updating global state failed.", new IllegalStateException("fl.test.rounds-0 is out of range"));
        Thread global =
                new Thread(() -> response.set(failures.handle(thrown)), "fl.test.aggregator-1-GlobalStreamThread");
        global.start();
        global.join();

        assertThat(response.get()).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal())
                .hasValueSatisfying(fatal -> assertThat(fatal).hasMessageContaining("fl.test.rounds-0"));
    }

    @Test
    void shouldStopWhenThreadsDieAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(failures.handle(new StreamsException("odd"))).isEqualTo(REPLACE_THREAD);
            clock.pass(Duration.ofSeconds(59));
        }

        assertThat(failures.handle(new StreamsException("odd"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).hasValueSatisfying(fatal -> assertThat(fatal)
                .hasMessageContaining("11. time within 10 minutes")
                .hasMessageContaining("odd"));
    }

    @Test
    void shouldStopAtOnceWhenAPersonHasToPutItRight() {
        FederationException forPeople = new FederationException("topic must exist");

        assertThat(failures.handle(new StreamsException("wrapped", new StreamsException("twice", forPeople))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).contains(forPeople);
    }

    static Stream<RuntimeException> deathsOfConfiguration() {
        return Stream.of(
                new ConfigException("group.protocol", "streams", "not with this topology"),
                new InvalidTxnTimeoutException("larger than the maximum of the broker"),
                new InvalidSessionTimeoutException("not within the range allowed by the broker"),
                new InconsistentGroupProtocolException("group of another protocol"),
                new UnsupportedVersionException("the broker is too old"));
    }

    @ParameterizedTest
    @MethodSource("deathsOfConfiguration")
    void shouldStopAtOnceWhenThreadDiesOfItsConfiguration(RuntimeException death) {
        assertThat(failures.handle(new StreamsException("fatal", death))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).hasValueSatisfying(failure -> assertThat(failure)
                .hasMessage(
                        "the Kafka properties of --kafka-config must suit the cluster, do not: " + death.getMessage()));
    }

    @Test
    void shouldStopInWordsOfOursWhenKafkaStreamsFindsOtherPartitions() {
        StreamsException thrown = new StreamsException("Existing internal topic t-changelog has invalid partitions:"
                + " expected: 2; actual: 1. Use 'org.apache.kafka.tools.StreamsResetter' tool to clean up.");

        assertThat(failures.handle(thrown)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).hasValueSatisfying(failure -> assertThat(failure)
                .hasMessage("the number of partitions of each topic must stay as it was, has changed: Existing internal"
                        + " topic t-changelog has invalid partitions: expected: 2; actual: 1.; see: tributary topics"
                        + " check"));
    }

    @Test
    void shouldStopAtOnceWhenMemoryIsShort() {
        assertThat(failures.handle(new OutOfMemoryError("heap"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).isPresent();
    }

    @Test
    void shouldTellTheFirstReasonWhenThereAreSeveral() {
        failures.handle(new FederationException("first"));
        failures.handle(new FederationException("second"));

        assertThat(failures.fatal())
                .hasValueSatisfying(fatal -> assertThat(fatal).hasMessage("first"));
    }
}
