package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetWatchTest {

    private final TruncatedLog log = new TruncatedLog();
    private final OffsetWatch watch = new OffsetWatch(new TopicPartition("updates", 0), log, 9, () -> log.nowMs);

    /** A log whose beginning moves. */
    private static final class TruncatedLog implements LogReplay {

        private long beginning;
        private long nowMs;
        private int looks;

        @Override
        public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
            throw new AssertionError("nothing is to be read again");
        }

        @Override
        public long firstOffset(TopicPartition partition) {
            looks++;
            return beginning;
        }
    }

    @Test
    void shouldNotLookWhenNoOffsetIsMissing() {
        watch.next(10);
        watch.next(11);

        assertThat(watch.lostOffsets()).isEmpty();
        assertThat(log.looks).isZero();
    }

    @Test
    void shouldSayNothingWhenGapIsACommitMarker() {
        watch.next(12);

        assertThat(watch.lostOffsets()).isEmpty();
        assertThat(log.looks).isEqualTo(1);
    }

    @Test
    void shouldCountLostOffsetsWhenLogBeginsBehindThem() {
        log.beginning = 100;
        watch.next(100);

        assertThat(watch.lostOffsets()).isEqualTo(OptionalLong.of(90));
        log.nowMs += 1000;
        assertThat(watch.lostOffsets()).isEmpty();
    }

    @Test
    void shouldLookOnceASecondWhenThereAreManyGaps() {
        for (int offset = 11; offset < 1000; offset += 2) {
            watch.next(offset);
            watch.lostOffsets();
        }

        assertThat(log.looks).isEqualTo(1);
    }

    @Test
    void shouldStopWhenAnOffsetComesAgain() {
        assertThatThrownBy(() -> watch.next(9))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must go on after offset 9")
                .hasMessageContaining("created anew");
        assertThat(watch.processedThrough()).isEqualTo(9);
    }
}
