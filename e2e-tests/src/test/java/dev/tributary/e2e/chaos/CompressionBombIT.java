package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.ChildBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches that Kafka compresses: small for the broker's limit, large for whoever reads them. Kafka's consumer makes room
 * for what a compressed record says it is, so that the limit must hold after decompression: the topic of updates is
 * kept uncompressed, and the broker refuses the rest.
 */
class CompressionBombIT {

    /** Some 60 KB compressed. */
    private static final int BOMB_BYTES = 64 << 20;

    private static final FederationPlan PLAN = FederationPlan.of(1_000, Crowd.PLAN.sections());

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    @Tag("chaos")
    void shouldBeRefusedByTheBrokerWhenOneRecordIsTooLargeDecompressed(String compression) {
        try (ChildBroker broker = ChildBroker.start(SharedBroker.IMPATIENT);
                TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 3);

            assertThatThrownBy(() -> send(federation, compression, 1, BOMB_BYTES))
                    .hasRootCauseInstanceOf(RecordTooLargeException.class);

            Crowd.awaitProgress(federation, 3);
            assertThat(aggregator.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
        }
    }

    /** Each record is within the limit by itself and in its batch: they are taken, and refused for what they are. */
    @Test
    void shouldRefuseEachRecordWhenABatchOfZerosIsSmallCompressed() throws Exception {
        try (ChildBroker broker = ChildBroker.start(SharedBroker.IMPATIENT);
                TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 3);

            send(federation, "zstd", 200, 900_000);

            Crowd.awaitProgress(federation, 3);
            assertThat(aggregator.jvm().isRunning()).isTrue();
            Verdict.of(federation, "UNDECODABLE").require(clients);
            assertThat(federation.rejections().reasons()).hasSizeGreaterThanOrEqualTo(50);
        }
    }

    private static void send(TestFederation federation, String compression, int records, int bytes)
            throws ExecutionException, InterruptedException {
        Map<String, Object> config = new HashMap<>(federation.kafka());
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 30);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 30);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        byte[] zeros = new byte[bytes];
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(federation.topics().updates(), "bomber", zeros)));
            }
            producer.flush();
        }
        for (Future<RecordMetadata> future : sent) {
            future.get();
        }
    }
}
