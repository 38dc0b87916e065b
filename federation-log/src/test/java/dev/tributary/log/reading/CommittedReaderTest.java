package dev.tributary.log.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.log.models.ModelLog;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommittedReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(ModelLog.TOPIC, 0);
    private static final Patience LONG = Patience.inAll(Duration.ofSeconds(30));

    private final ModelLog log = new ModelLog();
    private final CommittedReader reader = CommittedReader.through(log);

    @Test
    void shouldReadARangeAndNoMore() {
        write(20);
        List<String> read = new ArrayList<>();
        reader.read(PARTITION, 3, 6, LONG, record -> read.add(record.key()));
        assertThat(read).containsExactly("3", "4", "5");
    }

    @Test
    void shouldEndARangeBehindMarkersThatHoldNoRecord() {
        write(2);
        log.skip(5);
        List<String> read = new ArrayList<>();
        reader.read(PARTITION, 0, 7, LONG, record -> read.add(record.key()));
        assertThat(read).containsExactly("0", "1");
    }

    @Test
    void shouldHaveReadToTheEndOnlyWhenNothingBeforeItIsLeft() {
        write(3);
        reader.followFromBeginning(List.of(PARTITION));
        assertThat(reader.hasRead(PARTITION, 0, Duration.ofSeconds(1))).isTrue();
        assertThat(reader.hasRead(PARTITION, 3, Duration.ofSeconds(1))).isFalse();

        reader.poll(Duration.ofSeconds(1), record -> {});
        write(1);

        assertThat(reader.hasRead(PARTITION, 3, Duration.ofSeconds(1))).isTrue();
        assertThat(reader.hasRead(PARTITION, 4, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void shouldReadNothingOfAnEmptyRange() {
        assertThat(reader.readUntil(PARTITION, 0, 0, LONG, record -> true)).isFalse();
    }

    @Test
    void shouldStopAtTheRecordThatIsEnough() {
        write(20);
        List<String> read = new ArrayList<>();
        boolean wasEnough = reader.readUntil(PARTITION, 0, 20, LONG, record -> {
            read.add(record.key());
            return record.key().equals("2");
        });
        assertThat(wasEnough).isTrue();
        assertThat(read).endsWith("2");
    }

    @Test
    void shouldReadOnlyTheTailWhenTheThingIsThere() {
        write(1000);
        assertThat(reader.newest(PARTITION, 8, LONG, () -> new KeyLook("995"))).contains("995");
        assertThat(log.takeRecordsRead()).isLessThanOrEqualTo(8);
    }

    @Test
    void shouldLookFurtherBackUntilTheThingIsFound() {
        write(1000);
        assertThat(reader.newest(PARTITION, 8, LONG, () -> new KeyLook("900"))).contains("900");
        assertThat(log.takeRecordsRead()).isLessThan(4 * 4 * 100);
    }

    @Test
    void shouldFindNothingWhenThePartitionHoldsNothing() {
        assertThat(reader.newest(PARTITION, 8, LONG, () -> new KeyLook("1"))).isEmpty();
    }

    @Test
    void shouldFindNothingAtTheBeginningWhenTheThingIsNowhere() {
        write(50);
        log.truncateBefore(10);
        assertThat(reader.newest(PARTITION, 8, LONG, () -> new KeyLook("5"))).isEmpty();
    }

    @Test
    void shouldSayThatATopicCannotBeReadWhenTheBrokerIsAway() {
        write(3);
        log.stall(true);
        assertThatThrownBy(() -> reader.read(PARTITION, 0, 3, Patience.inAll(Duration.ofMillis(1)), record -> {}))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "topic fl.digits.model could not be read in time; is the broker up, and does the topic exist?");
        assertThatThrownBy(() -> reader.read(PARTITION, 0, 3, Patience.ofSilence(Duration.ZERO), record -> {}))
                .isInstanceOf(FederationException.class);
    }

    @Test
    void shouldCatchUpFromWhereItStands() {
        write(5);
        reader.followFromBeginning(List.of(PARTITION));
        List<String> read = new ArrayList<>();
        reader.catchUp(PARTITION, LONG, record -> read.add(record.key()));
        write(2);
        assertThat(reader.behind(PARTITION, Duration.ofSeconds(1))).contains(2L);
        reader.catchUp(PARTITION, LONG, record -> read.add(record.key()));
        assertThat(read).containsExactly("0", "1", "2", "3", "4", "5", "6");
    }

    private void write(int records) {
        for (int i = 0; i < records; i++) {
            log.append(String.valueOf(log.endOffset()), new byte[] {1});
        }
    }

    /** Looks for a record by its key. */
    private static final class KeyLook implements TailLook<String> {

        private final String wanted;
        private Optional<String> found = Optional.empty();

        private KeyLook(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            if (record.key().equals(wanted)) {
                found = Optional.of(record.key());
            }
        }

        @Override
        public Optional<String> found() {
            return found;
        }
    }
}
