package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.properties.StreamsNames;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsPropertiesTest {

    private static final FederationSettings SETTINGS =
            FederationSettings.parse("federation: f\nprivacy: {masking: off}");

    @ParameterizedTest
    @ValueSource(strings = {"session.timeout.ms", "consumer.session.timeout.ms", "main.consumer.session.timeout.ms"})
    void shouldObeyUserWhenUserSetsConsumerPropertyUnderAnyName(String name) {
        assertThat(mainConsumer(Map.of(name, "6000"))).containsEntry("session.timeout.ms", "6000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction.timeout.ms", "producer.transaction.timeout.ms"})
    void shouldObeyUserWhenUserSetsProducerPropertyUnderAnyName(String name) {
        StreamsConfig config = new StreamsConfig(properties(Map.of(name, "6000")));
        assertThat(config.getProducerConfigs("p"))
                .hasEntrySatisfying("transaction.timeout.ms", value -> assertThat(String.valueOf(value))
                        .isEqualTo("6000"));
    }

    @Test
    void shouldSetDefaultsWhenUserSaysNothing() {
        assertThat(mainConsumer(Map.of())).containsEntry("session.timeout.ms", 15_000);
    }

    @Test
    void shouldNotObeyUserWhenCorrectnessRestsOnIt() {
        assertThat(properties(Map.of("processing.guarantee", "at_least_once", "application.id", "mine")))
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "fl.f.aggregator");
    }

    @Test
    void shouldKnowNameWhenKafkaStreamsKnowsIt() {
        Set<String> names = new TreeSet<>(StreamsConfig.configDef().names());
        Stream.of(ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
                .forEach(names::removeAll);

        assertThat(names).isEqualTo(new TreeSet<>(StreamsNames.ONLY_STREAMS));
    }

    private static Map<String, Object> mainConsumer(Map<String, Object> kafkaConfig) {
        return new StreamsConfig(properties(kafkaConfig)).getMainConsumerConfigs("group", "client", 0);
    }

    private static Properties properties(Map<String, Object> extra) {
        Map<String, Object> kafkaConfig = new HashMap<>(extra);
        kafkaConfig.put("bootstrap.servers", "localhost:9092");
        return StreamsProperties.of(SETTINGS, kafkaConfig, Path.of("state"));
    }
}
