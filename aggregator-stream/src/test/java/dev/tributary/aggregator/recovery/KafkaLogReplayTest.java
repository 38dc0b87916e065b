package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** On the one committed reader, over Kafka's own consumer for tests. */
class KafkaLogReplayTest {

    private static final TopicPartition PARTITION = new TopicPartition("fl.test.updates", 1);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private final List<String> visited = new ArrayList<>();
    private final List<Long> remaining = new ArrayList<>();
    private final LogReplay replay = new KafkaLogReplay(
            () -> CommittedReader.through(consumer),
            Map.of("fl.test.updates", new FoundTopic("id-1", 3)),
            (partition, offsets) -> remaining.add(offsets));

    private void holds(long begin, long... offsets) {
        beginsAt(begin);
        // Records may be added only after the assignment, which the replay makes; two polls, as a broker may answer.
        consumer.schedulePollTask(() -> add(offsets, 0, offsets.length / 2));
        consumer.schedulePollTask(() -> add(offsets, offsets.length / 2, offsets.length));
    }

    private void beginsAt(long begin) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
        consumer.updateEndOffsets(Map.of(PARTITION, 10L));
    }

    private void add(long[] offsets, int from, int to) {
        for (int i = from; i < to; i++) {
            consumer.addRecord(
                    new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offsets[i], "k" + offsets[i], null));
        }
    }

    private void read(long from, long through) {
        replay.read(PARTITION, from, through, (key, value, offset) -> visited.add(key + "@" + offset));
    }

    @Test
    void shouldVisitRangeInOrderWhenItIsRead() {
        holds(0, 3, 4, 5, 6, 7);

        read(3, 6);

        assertThat(visited).containsExactly("k3@3", "k4@4", "k5@5", "k6@6");
        assertThat(consumer.closed()).isTrue();
        assertThat(remaining).startsWith(4L).endsWith(0L).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void shouldPassOverGapsWhenOffsetsAreTakenByMarkers() {
        holds(0, 2, 5, 9);

        read(2, 8);

        assertThat(visited).containsExactly("k2@2", "k5@5");
    }

    @Test
    void shouldNotEvenConnectWhenRangeIsEmpty() {
        consumer.close();

        read(0, -1);
        read(8, 7);

        assertThat(visited).isEmpty();
    }

    @Test
    void shouldSayWhatRetentionMustBeWhenBeginningIsGone() {
        holds(4, 4, 5);

        assertThatThrownBy(() -> read(3, 5))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("fl.test.updates-1 must still hold offset 3")
                .hasMessageContaining("begins at 4")
                .hasMessageContaining("retention.ms");
        assertThat(visited).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldAskWhetherTopicIsNewWhenOffsetsAreBeyondItsEnd() {
        beginsAt(0);
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 3L)));

        assertThatThrownBy(() -> read(3, 5))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must still hold offsets 3 to 5")
                .hasMessageEndingWith("was the topic created anew?");
    }

    @Test
    void shouldLeaveFailureToKafkaStreamsWhenBrokerIsAway() {
        beginsAt(0);
        consumer.setPollException(new TimeoutException("away"));

        assertThatThrownBy(() -> read(3, 5)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldTellWherePartitionBeginsWhenRecordsWereDeleted() {
        beginsAt(4);

        assertThat(replay.firstOffset(PARTITION)).isEqualTo(4);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldLeaveFailureToKafkaStreamsWhenNobodySaysWherePartitionBegins() {
        beginsAt(4);
        consumer.setOffsetsException(new TimeoutException("away"));

        assertThatThrownBy(() -> replay.firstOffset(PARTITION)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldTellIdAndPartitionsWhenAStartHasFoundTheTopic() {
        assertThat(replay.topicId("fl.test.updates")).isEqualTo("id-1");
        assertThat(replay.partitions("fl.test.updates")).isEqualTo(3);
        assertThat(replay.topicId("fl.test.other")).isEmpty();
        assertThat(replay.partitions("fl.test.other")).isOne();
    }
}
