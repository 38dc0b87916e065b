package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys of {@code vectors.json}, which authors of clients in other languages rely on, are what Java makes. */
class GoldenKeysTest {

    static Stream<JsonNode> partitions() {
        return GoldenFiles.vectors("partitions");
    }

    static Stream<JsonNode> clientIds() {
        return GoldenFiles.vectors("clientIds");
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void shouldGoToThePartitionOfKafkasDefaultPartitioner(JsonNode golden) {
        byte[] key = golden.get("key").textValue().getBytes(StandardCharsets.UTF_8);

        int partition =
                BuiltInPartitioner.partitionForKey(key, golden.get("partitions").intValue());

        assertThat(partition).isEqualTo(golden.get("partition").intValue());
    }

    @ParameterizedTest
    @MethodSource("clientIds")
    void shouldDeriveTheClientIdFromSecretAndFederation(JsonNode golden) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(golden.get("secret").textValue()), "HmacSHA256"));

        byte[] code = mac.doFinal(golden.get("federation").textValue().getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(Arrays.copyOf(code, 16)))
                .isEqualTo(golden.get("clientId").textValue());
    }
}
