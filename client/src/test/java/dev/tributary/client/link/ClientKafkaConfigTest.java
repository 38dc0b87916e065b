package dev.tributary.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.update.ClientId;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKafkaConfigTest {

    private static final ClientId CLIENT = new ClientId("282d452590fdb8b726fea5f54a506dce");

    @Test
    void shouldNameThePseudonymAloneWhenUserNamesNothing() {
        assertThat(config(Map.of()).shared()).containsEntry("client.id", CLIENT.value());
    }

    @Test
    void shouldKeepUsersClientIdWhenThereIsOne() {
        assertThat(config(Map.of("client.id", "quota-7")).shared()).containsEntry("client.id", "quota-7");
    }

    @Test
    void shouldPassUsersPropertiesThroughWhenDeliveryDoesNotDependOnThem() {
        Map<String, Object> user =
                Map.of("security.protocol", "SSL", "compression.type", "zstd", "reconnect.backoff.max.ms", "77");

        assertThat(config(user).producer(Duration.ofSeconds(30))).containsAllEntriesOf(user);
    }

    @Test
    void shouldOverrideUsersPropertiesWhenDeliveryDependsOnThem() {
        Map<String, Object> user = new HashMap<>();
        user.put("acks", "1");
        user.put("enable.idempotence", "false");
        user.put("retries", "0");
        user.put("transactional.id", "t");
        user.put("partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner");
        user.put("partitioner.ignore.keys", "true");

        Map<String, Object> producer = config(user).producer(Duration.ofSeconds(30));

        assertThat(producer)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("partitioner.ignore.keys", false)
                .doesNotContainKeys("retries", "transactional.id", "partitioner.class");
    }

    @Test
    void shouldWaitAsLongAsTheUserSaysWhenThatIsLonger() {
        Map<String, Object> producer =
                config(Map.of("request.timeout.ms", "90000")).producer(Duration.ofSeconds(30));

        assertThat(producer)
                .containsEntry("delivery.timeout.ms", 90_000)
                .containsEntry("max.block.ms", 90_000)
                .containsEntry("request.timeout.ms", 90_000);
        new KafkaProducer<>(producer, new StringSerializer(), new ByteArraySerializer()).close(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"30,30000", "120,30000", "5,5000"})
    void shouldMakeAProducerWhenDeliveryTimeoutIsShortOrLong(int seconds, int requestTimeout) {
        Map<String, Object> producer = config(Map.of()).producer(Duration.ofSeconds(seconds));

        assertThat(producer)
                .containsEntry("delivery.timeout.ms", seconds * 1000)
                .containsEntry("request.timeout.ms", requestTimeout);
        // Kafka itself checks the times against each other.
        new KafkaProducer<>(producer, new StringSerializer(), new ByteArraySerializer()).close(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"1048588,,1048576", "1048588,524288,524288", "524288,1048576,524288", "10485880,10485760,1048576"})
    void shouldTakeTheSmallestLimitWhenChunksAreSized(int topicLimit, String requestLimit, int effective) {
        Map<String, Object> user = requestLimit == null ? Map.of() : Map.of("max.request.size", requestLimit);

        assertThat(config(user).chunkBytes("fl.digits.updates", topicLimit))
                .isEqualTo(ChunkSplitter.chunkBytes(effective));
    }

    @Test
    void shouldSayWhichLimitWhenItIsTooSmallForAnyUpdate() {
        assertThatThrownBy(() -> config(Map.of()).chunkBytes("fl.digits.updates", 1000))
                .isInstanceOf(FederationException.class)
                .hasMessage("max.message.bytes of topic fl.digits.updates and max.request.size must be at least 16384,"
                        + " were 1000 and 1048576");
    }

    @Test
    void shouldSayWhichPropertyWhenItIsNoNumber() {
        ClientKafkaConfig config = config(Map.of("max.request.size", "1 MB"));

        assertThatThrownBy(() -> config.chunkBytes("fl.digits.updates", 1_048_588))
                .isInstanceOf(FederationException.class)
                .hasMessage("max.request.size must be a whole number, was '1 MB'");
    }

    private static ClientKafkaConfig config(Map<String, Object> user) {
        Map<String, Object> all = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:9"));
        all.putAll(user);
        return new ClientKafkaConfig(all, CLIENT);
    }
}
