package dev.tributary.aggregator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomePartitionTest {

    /** Of a real producer: whoever names no partition has this one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 1000})
    void shouldBeThatOfKafkasProducerWhenAClientHasAKey(int partitions) {
        List<String> clients =
                IntStream.range(0, 200).mapToObj(number -> "client-" + number).toList();

        assertThat(clients).allSatisfy(client -> {
            int expected = BuiltInPartitioner.partitionForKey(client.getBytes(StandardCharsets.UTF_8), partitions);
            assertThat(new HomePartition(expected, partitions).of(client)).isEqualTo(expected);
            assertThat(new HomePartition(expected, partitions).isOf(client)).isTrue();
            assertThat(partitions == 1 || !new HomePartition((expected + 1) % partitions, partitions).isOf(client))
                    .isTrue();
        });
    }

    @Test
    void shouldBeTheOnlyOneWhenThereIsNoOther() {
        assertThat(HomePartition.ONLY.isOf("anybody")).isTrue();
    }
}
