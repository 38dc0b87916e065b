package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kafka settings that Kafka refuses are the user's mistake, so they get one line and exit code 2. */
class StreamsPropertiesRefusalTest {

    @ParameterizedTest
    @CsvSource({
        "num.stream.threads,several",
        "consumer.max.poll.records,none",
        "main.consumer.session.timeout.ms,soon",
        "producer.linger.ms,-5",
        // Below the commit interval, which Kafka Streams checks by itself.
        "producer.transaction.timeout.ms,10"
    })
    void shouldSayWhichSettingWhenKafkaRefusesIt(String name, String value) {
        Map<String, Object> kafkaConfig = Map.of("bootstrap.servers", "localhost:9092", name, value);

        assertThatThrownBy(() -> StreamsProperties.of(SettingsFixtures.settings(), kafkaConfig, Path.of("state")))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--kafka-config must hold settings that Kafka accepts: ")
                .hasMessageContaining(value);
    }
}
